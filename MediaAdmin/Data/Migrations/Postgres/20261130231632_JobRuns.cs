using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace MediaAdmin.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class JobRuns : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "JobRuns",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    JobId = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Queue = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Key = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    About = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    Node = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    Started = table.Column<long>(type: "bigint", nullable: false),
                    Duration = table.Column<long>(type: "bigint", nullable: false),
                    Wait = table.Column<long>(type: "bigint", nullable: false),
                    Outcome = table.Column<int>(type: "integer", nullable: false),
                    Error = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    Attempt = table.Column<int>(type: "integer", nullable: false),
                    IsRetried = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_JobRuns", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_JobRuns_Name_Key_Id",
                table: "JobRuns",
                columns: new[] { "Name", "Key", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_JobRuns_Started",
                table: "JobRuns",
                column: "Started");

            // A queue has the name of its kind of work; what an older version had paused or limited stays so.
            foreach (var (old, queue) in Queues)
            {
                migrationBuilder.Sql($"""UPDATE "WorkPauses" SET "Kind" = '{queue}' WHERE "Kind" = '{old}' """);
                migrationBuilder.Sql($"""UPDATE "WorkLimits" SET "Kind" = '{queue}' WHERE "Kind" = '{old}' """);
            }
        }

        private static readonly (string Old, string Queue)[] Queues =
            [("store-upload", "uploads"), ("purge", "deletions"), ("describe", "metadata"), ("import", "imports"), ("sweep", "maintenance")];

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "JobRuns");
        }
    }
}
