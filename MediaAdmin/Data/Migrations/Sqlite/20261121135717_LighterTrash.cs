using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MediaAdmin.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class LighterTrash : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Assets_ClientId_Sha256_TrashId",
                table: "Assets");

            migrationBuilder.DropIndex(
                name: "IX_Assets_Sha256",
                table: "Assets");

            migrationBuilder.CreateIndex(
                name: "IX_Assets_ClientId",
                table: "Assets",
                column: "ClientId");

            migrationBuilder.CreateIndex(
                name: "IX_Assets_Sha256_ClientId",
                table: "Assets",
                columns: new[] { "Sha256", "ClientId" });

            migrationBuilder.Sql("""DROP INDEX "IX_Assets_Band1" """);
            migrationBuilder.Sql("""CREATE INDEX "IX_Assets_Band1" ON "Assets" ("ClientId", ("PerceptualHash" & 1229782938247303441), "PerceptualHash", "Id") WHERE "PerceptualHash" <> 0""");
            migrationBuilder.Sql("""DROP INDEX "IX_Assets_Band2" """);
            migrationBuilder.Sql("""CREATE INDEX "IX_Assets_Band2" ON "Assets" ("ClientId", ("PerceptualHash" & 2459565876494606882), "PerceptualHash", "Id") WHERE "PerceptualHash" <> 0""");
            migrationBuilder.Sql("""DROP INDEX "IX_Assets_Band3" """);
            migrationBuilder.Sql("""CREATE INDEX "IX_Assets_Band3" ON "Assets" ("ClientId", ("PerceptualHash" & 4919131752989213764), "PerceptualHash", "Id") WHERE "PerceptualHash" <> 0""");
            migrationBuilder.Sql("""DROP INDEX "IX_Assets_Band4" """);
            migrationBuilder.Sql("""CREATE INDEX "IX_Assets_Band4" ON "Assets" ("ClientId", ("PerceptualHash" & -8608480567731124088), "PerceptualHash", "Id") WHERE "PerceptualHash" <> 0""");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Assets_ClientId",
                table: "Assets");

            migrationBuilder.DropIndex(
                name: "IX_Assets_Sha256_ClientId",
                table: "Assets");

            migrationBuilder.CreateIndex(
                name: "IX_Assets_ClientId_Sha256_TrashId",
                table: "Assets",
                columns: new[] { "ClientId", "Sha256", "TrashId" });

            migrationBuilder.CreateIndex(
                name: "IX_Assets_Sha256",
                table: "Assets",
                column: "Sha256");

            migrationBuilder.Sql("""DROP INDEX "IX_Assets_Band1" """);
            migrationBuilder.Sql("""CREATE INDEX "IX_Assets_Band1" ON "Assets" ("ClientId", ("PerceptualHash" & 1229782938247303441), "PerceptualHash", "Id", "TrashId") WHERE "TrashId" IS NULL""");
            migrationBuilder.Sql("""DROP INDEX "IX_Assets_Band2" """);
            migrationBuilder.Sql("""CREATE INDEX "IX_Assets_Band2" ON "Assets" ("ClientId", ("PerceptualHash" & 2459565876494606882), "PerceptualHash", "Id", "TrashId") WHERE "TrashId" IS NULL""");
            migrationBuilder.Sql("""DROP INDEX "IX_Assets_Band3" """);
            migrationBuilder.Sql("""CREATE INDEX "IX_Assets_Band3" ON "Assets" ("ClientId", ("PerceptualHash" & 4919131752989213764), "PerceptualHash", "Id", "TrashId") WHERE "TrashId" IS NULL""");
            migrationBuilder.Sql("""DROP INDEX "IX_Assets_Band4" """);
            migrationBuilder.Sql("""CREATE INDEX "IX_Assets_Band4" ON "Assets" ("ClientId", ("PerceptualHash" & -8608480567731124088), "PerceptualHash", "Id", "TrashId") WHERE "TrashId" IS NULL""");
        }
    }
}
