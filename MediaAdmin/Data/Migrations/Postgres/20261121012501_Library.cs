using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace MediaAdmin.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Library : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "IsDecorative",
                table: "Assets",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "PerceptualHash",
                table: "Assets",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SearchText",
                table: "Assets",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "Distinctions",
                columns: table => new
                {
                    AssetId = table.Column<long>(type: "bigint", nullable: false),
                    OtherId = table.Column<long>(type: "bigint", nullable: false),
                    Actor = table.Column<string>(type: "text", nullable: false),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Distinctions", x => new { x.AssetId, x.OtherId });
                    table.ForeignKey(
                        name: "FK_Distinctions_Assets_AssetId",
                        column: x => x.AssetId,
                        principalTable: "Assets",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_Distinctions_Assets_OtherId",
                        column: x => x.OtherId,
                        principalTable: "Assets",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "GalleryDiary",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ProductId = table.Column<long>(type: "bigint", nullable: false),
                    VariantId = table.Column<long>(type: "bigint", nullable: true),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Actor = table.Column<string>(type: "text", nullable: false),
                    ActorName = table.Column<string>(type: "text", nullable: false),
                    Change = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    Pictures = table.Column<int>(type: "integer", nullable: false),
                    Order = table.Column<List<long>>(type: "bigint[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_GalleryDiary", x => x.Id);
                    table.ForeignKey(
                        name: "FK_GalleryDiary_Products_ProductId",
                        column: x => x.ProductId,
                        principalTable: "Products",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_GalleryDiary_Variants_VariantId",
                        column: x => x.VariantId,
                        principalTable: "Variants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Preferences",
                columns: table => new
                {
                    Actor = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    Value = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Preferences", x => new { x.Actor, x.Name });
                });

            migrationBuilder.CreateIndex(
                name: "IX_Assets_Sha256",
                table: "Assets",
                column: "Sha256");

            migrationBuilder.CreateIndex(
                name: "IX_Assets_TrashedAt_Bytes",
                table: "Assets",
                columns: new[] { "TrashedAt", "Bytes" });

            migrationBuilder.CreateIndex(
                name: "IX_Assets_TrashedAt_FileName",
                table: "Assets",
                columns: new[] { "TrashedAt", "FileName" });

            migrationBuilder.CreateIndex(
                name: "IX_Assets_TrashedAt_Id",
                table: "Assets",
                columns: new[] { "TrashedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Distinctions_OtherId",
                table: "Distinctions",
                column: "OtherId");

            migrationBuilder.CreateIndex(
                name: "IX_GalleryDiary_ProductId_VariantId_Id",
                table: "GalleryDiary",
                columns: new[] { "ProductId", "VariantId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_GalleryDiary_VariantId",
                table: "GalleryDiary",
                column: "VariantId");

            migrationBuilder.Sql("""UPDATE "Assets" SET "SearchText" = lower("FileName" || ' ' || "Title" || ' ' || "AltEn" || ' ' || "AltTr")""");
            // Where the database's owner may not add the extension, searching works without it, only slower in large libraries.
            migrationBuilder.Sql("""
                DO $$ BEGIN
                    CREATE EXTENSION IF NOT EXISTS pg_trgm;
                    CREATE INDEX "IX_Assets_SearchText" ON "Assets" USING gin ("SearchText" gin_trgm_ops);
                EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN NULL;
                END $$
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""DROP INDEX IF EXISTS "IX_Assets_SearchText" """);

            migrationBuilder.DropTable(
                name: "Distinctions");

            migrationBuilder.DropTable(
                name: "GalleryDiary");

            migrationBuilder.DropTable(
                name: "Preferences");

            migrationBuilder.DropIndex(
                name: "IX_Assets_Sha256",
                table: "Assets");

            migrationBuilder.DropIndex(
                name: "IX_Assets_TrashedAt_Bytes",
                table: "Assets");

            migrationBuilder.DropIndex(
                name: "IX_Assets_TrashedAt_FileName",
                table: "Assets");

            migrationBuilder.DropIndex(
                name: "IX_Assets_TrashedAt_Id",
                table: "Assets");

            migrationBuilder.DropColumn(
                name: "IsDecorative",
                table: "Assets");

            migrationBuilder.DropColumn(
                name: "PerceptualHash",
                table: "Assets");

            migrationBuilder.DropColumn(
                name: "SearchText",
                table: "Assets");
        }
    }
}
