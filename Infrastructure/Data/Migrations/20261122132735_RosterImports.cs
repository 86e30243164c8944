using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class RosterImports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Faults",
                table: "PupilImports",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Moved",
                table: "PupilImports",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Notes",
                table: "PupilImports",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<byte>(
                name: "Source",
                table: "PupilImports",
                type: "tinyint unsigned",
                nullable: false,
                defaultValue: (byte)0);

            migrationBuilder.AddColumn<int>(
                name: "FromClassId",
                table: "PupilImportRows",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "FromOrder",
                table: "PupilImportRows",
                type: "int",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "RosterFindings",
                columns: table => new
                {
                    ImportId = table.Column<int>(type: "int", nullable: false),
                    Number = table.Column<int>(type: "int", nullable: false),
                    IsFault = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    File = table.Column<string>(type: "varchar(80)", maxLength: 80, nullable: false),
                    Line = table.Column<int>(type: "int", nullable: false),
                    Column = table.Column<string>(type: "varchar(80)", maxLength: 80, nullable: false),
                    Key = table.Column<string>(type: "varchar(60)", maxLength: 60, nullable: false, collation: "utf8mb4_bin"),
                    Quoted = table.Column<string>(type: "longtext", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RosterFindings", x => new { x.ImportId, x.Number });
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "RosterFindings");

            migrationBuilder.DropColumn(
                name: "Faults",
                table: "PupilImports");

            migrationBuilder.DropColumn(
                name: "Moved",
                table: "PupilImports");

            migrationBuilder.DropColumn(
                name: "Notes",
                table: "PupilImports");

            migrationBuilder.DropColumn(
                name: "Source",
                table: "PupilImports");

            migrationBuilder.DropColumn(
                name: "FromClassId",
                table: "PupilImportRows");

            migrationBuilder.DropColumn(
                name: "FromOrder",
                table: "PupilImportRows");
        }
    }
}
