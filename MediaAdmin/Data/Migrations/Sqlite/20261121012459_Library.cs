using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MediaAdmin.Data.Migrations.Sqlite
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
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "PerceptualHash",
                table: "Assets",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SearchText",
                table: "Assets",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "Distinctions",
                columns: table => new
                {
                    AssetId = table.Column<long>(type: "INTEGER", nullable: false),
                    OtherId = table.Column<long>(type: "INTEGER", nullable: false),
                    Actor = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
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
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ProductId = table.Column<long>(type: "INTEGER", nullable: false),
                    VariantId = table.Column<long>(type: "INTEGER", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Actor = table.Column<string>(type: "TEXT", nullable: false),
                    ActorName = table.Column<string>(type: "TEXT", nullable: false),
                    Change = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    Pictures = table.Column<int>(type: "INTEGER", nullable: false),
                    Order = table.Column<string>(type: "TEXT", nullable: false)
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
                    Actor = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    Value = table.Column<string>(type: "TEXT", nullable: false)
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
            // The index holds no text of its own: it is kept by triggers (sqlite.org/fts5.html, "External Content Tables").
            migrationBuilder.Sql("""CREATE VIRTUAL TABLE "AssetSearch" USING fts5("SearchText", content='Assets', content_rowid='Id', tokenize='trigram')""");
            migrationBuilder.Sql("""INSERT INTO "AssetSearch"("AssetSearch") VALUES('rebuild')""");
            migrationBuilder.Sql("""
                CREATE TRIGGER "AssetSearch_Insert" AFTER INSERT ON "Assets" BEGIN
                    INSERT INTO "AssetSearch"(rowid, "SearchText") VALUES (new."Id", new."SearchText");
                END
                """);
            migrationBuilder.Sql("""
                CREATE TRIGGER "AssetSearch_Delete" AFTER DELETE ON "Assets" BEGIN
                    INSERT INTO "AssetSearch"("AssetSearch", rowid, "SearchText") VALUES ('delete', old."Id", old."SearchText");
                END
                """);
            migrationBuilder.Sql("""
                CREATE TRIGGER "AssetSearch_Update" AFTER UPDATE OF "SearchText" ON "Assets" BEGIN
                    INSERT INTO "AssetSearch"("AssetSearch", rowid, "SearchText") VALUES ('delete', old."Id", old."SearchText");
                    INSERT INTO "AssetSearch"(rowid, "SearchText") VALUES (new."Id", new."SearchText");
                END
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""DROP TRIGGER "AssetSearch_Insert"; DROP TRIGGER "AssetSearch_Delete"; DROP TRIGGER "AssetSearch_Update"; DROP TABLE "AssetSearch" """);

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
