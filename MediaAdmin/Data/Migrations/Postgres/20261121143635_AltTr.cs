using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MediaAdmin.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class AltTr : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "AltTr",
                table: "Uploads",
                type: "text",
                nullable: false,
                defaultValue: "");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "AltTr",
                table: "Uploads");
        }
    }
}
