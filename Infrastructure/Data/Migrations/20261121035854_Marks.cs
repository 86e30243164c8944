using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class Marks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "SealedCount",
                table: "Assessments",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SealedHash",
                table: "Assessments",
                type: "varchar(64)",
                maxLength: 64,
                nullable: true,
                collation: "utf8mb4_bin");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "SealedCount",
                table: "Assessments");

            migrationBuilder.DropColumn(
                name: "SealedHash",
                table: "Assessments");
        }
    }
}
