using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MediaAdmin.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Notices : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "EndedAt",
                table: "UploadBatches",
                type: "INTEGER",
                nullable: true);

            // Nobody needs to be told now of batches that ended long ago.
            migrationBuilder.Sql("""UPDATE "UploadBatches" SET "EndedAt" = "CreatedAt" WHERE NOT EXISTS (SELECT 1 FROM "Uploads" u WHERE u."BatchId" = "UploadBatches"."Id" AND u."State" IN ('Receiving', 'Queued', 'Storing'))""");

            migrationBuilder.CreateTable(
                name: "Notices",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Audience = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Subject = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    Facts = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Notices", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "NoticeReads",
                columns: table => new
                {
                    NoticeId = table.Column<long>(type: "INTEGER", nullable: false),
                    Actor = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_NoticeReads", x => new { x.NoticeId, x.Actor });
                    table.ForeignKey(
                        name: "FK_NoticeReads_Notices_NoticeId",
                        column: x => x.NoticeId,
                        principalTable: "Notices",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_UploadBatches_EndedAt",
                table: "UploadBatches",
                column: "EndedAt");

            migrationBuilder.CreateIndex(
                name: "IX_Notices_At",
                table: "Notices",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_Notices_Audience_Kind_Subject",
                table: "Notices",
                columns: new[] { "Audience", "Kind", "Subject" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "NoticeReads");

            migrationBuilder.DropTable(
                name: "Notices");

            migrationBuilder.DropIndex(
                name: "IX_UploadBatches_EndedAt",
                table: "UploadBatches");

            migrationBuilder.DropColumn(
                name: "EndedAt",
                table: "UploadBatches");
        }
    }
}
