using System.Text.Json;
using MediaAdmin.ImportExport.Account;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace MediaAdmin.ImportExport;

static class ImportTables
{
    internal sealed class Imports : IEntityTypeConfiguration<Import>
    {
        public void Configure(EntityTypeBuilder<Import> table)
        {
            table.ToTable("Imports");
            table.Property(i => i.FileName).HasMaxLength(Import.MaxFileName);
            // Two hands on one import: the second to save finds the state changed and gives way.
            table.Property(i => i.State).HasConversion<string>().HasMaxLength(16).IsConcurrencyToken();
            table.Property(i => i.Plan).HasConversion<Json>();
            table.Property(i => i.Done).HasConversion<Json>();
            table.HasIndex(i => i.CreatedAt);
        }
    }

    internal sealed class AccountImports : IEntityTypeConfiguration<AccountImport>
    {
        public void Configure(EntityTypeBuilder<AccountImport> table)
        {
            table.ToTable("AccountImports");
            table.Property(i => i.Folder).HasMaxLength(AccountImport.MaxFolder);
            table.Property(i => i.State).HasConversion<string>().HasMaxLength(16).IsConcurrencyToken();
            table.Property(i => i.Addresses).HasConversion<JsonOf<IReadOnlyList<string>>>().Metadata.SetValueComparer(new ValueComparer<IReadOnlyList<string>>(favorStructuralComparisons: false)); // they never change
            table.Property(i => i.Plan).HasConversion<JsonOf<AccountFigures>>();
            table.Property(i => i.Done).HasConversion<JsonOf<AccountFigures>>();
            table.HasIndex(i => i.CreatedAt);
        }
    }

    private sealed class JsonOf<T>() : ValueConverter<T, string>(
        value => JsonSerializer.Serialize(value, JsonSerializerOptions.Default), text => JsonSerializer.Deserialize<T>(text, JsonSerializerOptions.Default)!);

    private sealed class Json() : ValueConverter<ImportReport, string>(
        report => JsonSerializer.Serialize(report, JsonSerializerOptions.Default), text => JsonSerializer.Deserialize<ImportReport>(text, JsonSerializerOptions.Default)!);
}
