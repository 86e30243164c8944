using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class PupilImports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "PupilImportRows",
                columns: table => new
                {
                    ImportId = table.Column<int>(type: "int", nullable: false),
                    Number = table.Column<int>(type: "int", nullable: false),
                    Typed = table.Column<string>(type: "longtext", nullable: false),
                    Fate = table.Column<byte>(type: "tinyint unsigned", nullable: false),
                    Problems = table.Column<string>(type: "longtext", nullable: false),
                    Hints = table.Column<string>(type: "longtext", nullable: false),
                    LevelCode = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: false, collation: "utf8mb4_bin"),
                    StreamCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    ClassId = table.Column<int>(type: "int", nullable: true),
                    PupilId = table.Column<long>(type: "bigint", nullable: true),
                    ChosenPupilId = table.Column<long>(type: "bigint", nullable: true),
                    IsOther = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    IsWritten = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    EnrollmentId = table.Column<long>(type: "bigint", nullable: true),
                    EnrollmentVersion = table.Column<int>(type: "int", nullable: true),
                    MadeGuardianId = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PupilImportRows", x => new { x.ImportId, x.Number });
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "PupilImports",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    SchoolYearId = table.Column<int>(type: "int", nullable: false),
                    ByAccountId = table.Column<long>(type: "bigint", nullable: false),
                    FileName = table.Column<string>(type: "varchar(120)", maxLength: 120, nullable: false),
                    FileHash = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    ReadAs = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: false, collation: "utf8mb4_bin"),
                    Ignored = table.Column<string>(type: "varchar(400)", maxLength: 400, nullable: false),
                    State = table.Column<byte>(type: "tinyint unsigned", nullable: false),
                    SentAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    CheckedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    ConfirmedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    DoneAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    UndoneAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Rows = table.Column<int>(type: "int", nullable: false),
                    Created = table.Column<int>(type: "int", nullable: false),
                    Enrolled = table.Column<int>(type: "int", nullable: false),
                    Seated = table.Column<int>(type: "int", nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PupilImports", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_PupilImportRows_ImportId_Fate",
                table: "PupilImportRows",
                columns: new[] { "ImportId", "Fate" });

            migrationBuilder.CreateIndex(
                name: "IX_PupilImports_SchoolId_SentAt",
                table: "PupilImports",
                columns: new[] { "SchoolId", "SentAt" });

            migrationBuilder.CreateIndex(
                name: "IX_PupilImports_State_SentAt",
                table: "PupilImports",
                columns: new[] { "State", "SentAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "PupilImportRows");

            migrationBuilder.DropTable(
                name: "PupilImports");
        }
    }
}
