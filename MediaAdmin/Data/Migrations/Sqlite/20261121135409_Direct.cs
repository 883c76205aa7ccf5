using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MediaAdmin.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Direct : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "SentDirectly",
                table: "Uploads",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "SignedUntil",
                table: "Uploads",
                type: "INTEGER",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "SentDirectly",
                table: "Uploads");

            migrationBuilder.DropColumn(
                name: "SignedUntil",
                table: "Uploads");
        }
    }
}
