using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MediaAdmin.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Products : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Imports",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Actor = table.Column<string>(type: "TEXT", nullable: false),
                    ActorName = table.Column<string>(type: "TEXT", nullable: false),
                    FileName = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    Bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    Plan = table.Column<string>(type: "TEXT", nullable: true),
                    Done = table.Column<string>(type: "TEXT", nullable: true),
                    Reason = table.Column<string>(type: "TEXT", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Imports", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Products_Sku_Id",
                table: "Products",
                columns: new[] { "Sku", "Id" },
                filter: "\"TrashedAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Imports_CreatedAt",
                table: "Imports",
                column: "CreatedAt");

            // The index holds no text of its own: it is kept by triggers (sqlite.org/fts5.html, "External Content Tables").
            migrationBuilder.Sql("""CREATE VIRTUAL TABLE "ProductSearch" USING fts5("SearchText", content='Products', content_rowid='Id', tokenize='trigram')""");
            migrationBuilder.Sql("""INSERT INTO "ProductSearch"("ProductSearch") VALUES('rebuild')""");
            migrationBuilder.Sql("""
                CREATE TRIGGER "ProductSearch_Insert" AFTER INSERT ON "Products" BEGIN
                    INSERT INTO "ProductSearch"(rowid, "SearchText") VALUES (new."Id", new."SearchText");
                END
                """);
            migrationBuilder.Sql("""
                CREATE TRIGGER "ProductSearch_Delete" AFTER DELETE ON "Products" BEGIN
                    INSERT INTO "ProductSearch"("ProductSearch", rowid, "SearchText") VALUES ('delete', old."Id", old."SearchText");
                END
                """);
            migrationBuilder.Sql("""
                CREATE TRIGGER "ProductSearch_Update" AFTER UPDATE OF "SearchText" ON "Products" BEGIN
                    INSERT INTO "ProductSearch"("ProductSearch", rowid, "SearchText") VALUES ('delete', old."Id", old."SearchText");
                    INSERT INTO "ProductSearch"(rowid, "SearchText") VALUES (new."Id", new."SearchText");
                END
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""DROP TRIGGER "ProductSearch_Insert"; DROP TRIGGER "ProductSearch_Delete"; DROP TRIGGER "ProductSearch_Update"; DROP TABLE "ProductSearch" """);

            migrationBuilder.DropTable(
                name: "Imports");

            migrationBuilder.DropIndex(
                name: "IX_Products_Sku_Id",
                table: "Products");
        }
    }
}
