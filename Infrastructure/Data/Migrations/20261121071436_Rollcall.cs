using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class Rollcall : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "AbsenceLetters",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    PupilId = table.Column<long>(type: "bigint", nullable: false),
                    FollowUpId = table.Column<long>(type: "bigint", nullable: true),
                    InterruptionId = table.Column<long>(type: "bigint", nullable: true),
                    DocumentId = table.Column<long>(type: "bigint", nullable: false),
                    Paper = table.Column<string>(type: "longtext", nullable: false),
                    IssuedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    IssuedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    HandedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    Way = table.Column<int>(type: "int", nullable: true),
                    HandedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AbsenceLetters", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "CallCovers",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    ClassId = table.Column<int>(type: "int", nullable: false),
                    SubjectCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    Day = table.Column<DateOnly>(type: "date", nullable: false),
                    Half = table.Column<int>(type: "int", nullable: false),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    GivenByAccountId = table.Column<long>(type: "bigint", nullable: false),
                    GivenAt = table.Column<DateTime>(type: "datetime(6)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CallCovers", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "Interruptions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    SchoolYearId = table.Column<int>(type: "int", nullable: false),
                    PupilId = table.Column<long>(type: "bigint", nullable: false),
                    ClassId = table.Column<int>(type: "int", nullable: false),
                    Since = table.Column<DateOnly>(type: "date", nullable: false),
                    Days = table.Column<int>(type: "int", nullable: false),
                    OpenedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    MeetingAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    DecidedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    DecidedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    Note = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    StruckOn = table.Column<DateOnly>(type: "date", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Interruptions", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_AbsenceLetters_FollowUpId",
                table: "AbsenceLetters",
                column: "FollowUpId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AbsenceLetters_InterruptionId",
                table: "AbsenceLetters",
                column: "InterruptionId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AbsenceLetters_PupilId",
                table: "AbsenceLetters",
                column: "PupilId");

            migrationBuilder.CreateIndex(
                name: "IX_AbsenceLetters_SchoolId_HandedOn_IssuedAt",
                table: "AbsenceLetters",
                columns: new[] { "SchoolId", "HandedOn", "IssuedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_CallCovers_ClassId_SubjectCode_Day_Half",
                table: "CallCovers",
                columns: new[] { "ClassId", "SubjectCode", "Day", "Half" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_CallCovers_EmployeeId_Day",
                table: "CallCovers",
                columns: new[] { "EmployeeId", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_CallCovers_SchoolId_Day",
                table: "CallCovers",
                columns: new[] { "SchoolId", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_Interruptions_PupilId_SchoolYearId",
                table: "Interruptions",
                columns: new[] { "PupilId", "SchoolYearId" });

            migrationBuilder.CreateIndex(
                name: "IX_Interruptions_SchoolId_State",
                table: "Interruptions",
                columns: new[] { "SchoolId", "State" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "AbsenceLetters");

            migrationBuilder.DropTable(
                name: "CallCovers");

            migrationBuilder.DropTable(
                name: "Interruptions");
        }
    }
}
