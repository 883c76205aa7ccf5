using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MediaAdmin.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Reuse : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Assets_ClientId_Sha256",
                table: "Assets");

            migrationBuilder.CreateTable(
                name: "Repointings",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    PlacementId = table.Column<long>(type: "INTEGER", nullable: false),
                    AssetId = table.Column<long>(type: "INTEGER", nullable: false),
                    GoneId = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Repointings", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Repointings_Assets_AssetId",
                        column: x => x.AssetId,
                        principalTable: "Assets",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_Repointings_Assets_GoneId",
                        column: x => x.GoneId,
                        principalTable: "Assets",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_Repointings_Placements_PlacementId",
                        column: x => x.PlacementId,
                        principalTable: "Placements",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "TakenWords",
                columns: table => new
                {
                    AssetId = table.Column<long>(type: "INTEGER", nullable: false),
                    OperationId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Before = table.Column<string>(type: "TEXT", nullable: false),
                    After = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TakenWords", x => new { x.OperationId, x.AssetId });
                    table.ForeignKey(
                        name: "FK_TakenWords_Assets_AssetId",
                        column: x => x.AssetId,
                        principalTable: "Assets",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Assets_ClientId_Sha256_TrashId",
                table: "Assets",
                columns: new[] { "ClientId", "Sha256", "TrashId" });

            migrationBuilder.CreateIndex(
                name: "IX_Repointings_AssetId",
                table: "Repointings",
                column: "AssetId");

            migrationBuilder.CreateIndex(
                name: "IX_Repointings_GoneId",
                table: "Repointings",
                column: "GoneId");

            migrationBuilder.CreateIndex(
                name: "IX_Repointings_PlacementId",
                table: "Repointings",
                column: "PlacementId");

            migrationBuilder.CreateIndex(
                name: "IX_TakenWords_AssetId",
                table: "TakenWords",
                column: "AssetId");

            // Four bands of the perceptual hash, every fourth bit each (Catalog/LookalikeList): the model cannot say this. All that the search reads is in them.
            migrationBuilder.Sql("""CREATE INDEX "IX_Assets_Band1" ON "Assets" ("ClientId", ("PerceptualHash" & 1229782938247303441), "PerceptualHash", "Id", "TrashId") WHERE "TrashId" IS NULL""");
            migrationBuilder.Sql("""CREATE INDEX "IX_Assets_Band2" ON "Assets" ("ClientId", ("PerceptualHash" & 2459565876494606882), "PerceptualHash", "Id", "TrashId") WHERE "TrashId" IS NULL""");
            migrationBuilder.Sql("""CREATE INDEX "IX_Assets_Band3" ON "Assets" ("ClientId", ("PerceptualHash" & 4919131752989213764), "PerceptualHash", "Id", "TrashId") WHERE "TrashId" IS NULL""");
            migrationBuilder.Sql("""CREATE INDEX "IX_Assets_Band4" ON "Assets" ("ClientId", ("PerceptualHash" & -8608480567731124088), "PerceptualHash", "Id", "TrashId") WHERE "TrashId" IS NULL""");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""DROP INDEX "IX_Assets_Band1" """);
            migrationBuilder.Sql("""DROP INDEX "IX_Assets_Band2" """);
            migrationBuilder.Sql("""DROP INDEX "IX_Assets_Band3" """);
            migrationBuilder.Sql("""DROP INDEX "IX_Assets_Band4" """);

            migrationBuilder.DropTable(
                name: "Repointings");

            migrationBuilder.DropTable(
                name: "TakenWords");

            migrationBuilder.DropIndex(
                name: "IX_Assets_ClientId_Sha256_TrashId",
                table: "Assets");

            migrationBuilder.CreateIndex(
                name: "IX_Assets_ClientId_Sha256",
                table: "Assets",
                columns: new[] { "ClientId", "Sha256" });
        }
    }
}
