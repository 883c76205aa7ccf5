using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace MediaAdmin.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Deletion : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Products_ClientId_Sku",
                table: "Products");

            migrationBuilder.DropIndex(
                name: "IX_Placements_ProductId_VariantId_Position",
                table: "Placements");

            migrationBuilder.AddColumn<long>(
                name: "ReplacesAssetId",
                table: "Uploads",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "TrashId",
                table: "Products",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "TrashedAt",
                table: "Products",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "TrashId",
                table: "Placements",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "TrashId",
                table: "Assets",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Deletions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    OperationId = table.Column<Guid>(type: "uuid", nullable: false),
                    Origin = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    AssetId = table.Column<long>(type: "bigint", nullable: true),
                    FileName = table.Column<string>(type: "text", nullable: false),
                    Bytes = table.Column<long>(type: "bigint", nullable: false),
                    Store = table.Column<string>(type: "text", nullable: false),
                    StoreKey = table.Column<string>(type: "text", nullable: false),
                    StoreVersion = table.Column<string>(type: "text", nullable: false),
                    ResourceType = table.Column<string>(type: "text", nullable: false),
                    ClientId = table.Column<long>(type: "bigint", nullable: true),
                    ProductId = table.Column<long>(type: "bigint", nullable: true),
                    ProductSku = table.Column<string>(type: "text", nullable: false),
                    Actor = table.Column<string>(type: "text", nullable: false),
                    ActorName = table.Column<string>(type: "text", nullable: false),
                    RequestedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    NotBefore = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    DueAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    State = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    Attempts = table.Column<int>(type: "integer", nullable: false),
                    Fault = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    Error = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    ClaimId = table.Column<Guid>(type: "uuid", nullable: true),
                    ClaimedUntil = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    TriedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ConfirmedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    UnservedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    EndedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    EndReason = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Deletions", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WorkPauses",
                columns: table => new
                {
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Reason = table.Column<string>(type: "text", nullable: false),
                    Detail = table.Column<string>(type: "text", nullable: false),
                    Since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Strikes = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WorkPauses", x => x.Kind);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Products_ClientId_Sku",
                table: "Products",
                columns: new[] { "ClientId", "Sku" },
                unique: true,
                filter: "\"TrashedAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Products_TrashId",
                table: "Products",
                column: "TrashId",
                filter: "\"TrashId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Placements_ProductId_VariantId_TrashId_Position",
                table: "Placements",
                columns: new[] { "ProductId", "VariantId", "TrashId", "Position" });

            migrationBuilder.CreateIndex(
                name: "IX_Placements_TrashId",
                table: "Placements",
                column: "TrashId",
                filter: "\"TrashId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Assets_TrashId",
                table: "Assets",
                column: "TrashId",
                filter: "\"TrashId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Deletions_AssetId",
                table: "Deletions",
                column: "AssetId");

            migrationBuilder.CreateIndex(
                name: "IX_Deletions_ClaimId",
                table: "Deletions",
                column: "ClaimId",
                filter: "\"ClaimId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Deletions_EndedAt",
                table: "Deletions",
                column: "EndedAt");

            migrationBuilder.CreateIndex(
                name: "IX_Deletions_OperationId",
                table: "Deletions",
                column: "OperationId");

            migrationBuilder.CreateIndex(
                name: "IX_Deletions_State_DueAt",
                table: "Deletions",
                columns: new[] { "State", "DueAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Deletions_Store_StoreKey",
                table: "Deletions",
                columns: new[] { "Store", "StoreKey" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Deletions");

            migrationBuilder.DropTable(
                name: "WorkPauses");

            migrationBuilder.DropIndex(
                name: "IX_Products_ClientId_Sku",
                table: "Products");

            migrationBuilder.DropIndex(
                name: "IX_Products_TrashId",
                table: "Products");

            migrationBuilder.DropIndex(
                name: "IX_Placements_ProductId_VariantId_TrashId_Position",
                table: "Placements");

            migrationBuilder.DropIndex(
                name: "IX_Placements_TrashId",
                table: "Placements");

            migrationBuilder.DropIndex(
                name: "IX_Assets_TrashId",
                table: "Assets");

            migrationBuilder.DropColumn(
                name: "ReplacesAssetId",
                table: "Uploads");

            migrationBuilder.DropColumn(
                name: "TrashId",
                table: "Products");

            migrationBuilder.DropColumn(
                name: "TrashedAt",
                table: "Products");

            migrationBuilder.DropColumn(
                name: "TrashId",
                table: "Placements");

            migrationBuilder.DropColumn(
                name: "TrashId",
                table: "Assets");

            migrationBuilder.CreateIndex(
                name: "IX_Products_ClientId_Sku",
                table: "Products",
                columns: new[] { "ClientId", "Sku" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Placements_ProductId_VariantId_Position",
                table: "Placements",
                columns: new[] { "ProductId", "VariantId", "Position" });
        }
    }
}
