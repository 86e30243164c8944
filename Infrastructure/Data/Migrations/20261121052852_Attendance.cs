using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class Attendance : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Absences_PupilId_Day",
                table: "Absences");

            migrationBuilder.AddColumn<int>(
                name: "Half",
                table: "Absences",
                type: "int",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<long>(
                name: "JustificationId",
                table: "Absences",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "State",
                table: "Absences",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTime>(
                name: "ToldAt",
                table: "Absences",
                type: "datetime(6)",
                nullable: true);

            // What was known of each absence stays known.
            migrationBuilder.Sql("UPDATE Absences SET State = CASE WHEN IsJustified THEN 2 ELSE 3 END");

            migrationBuilder.DropColumn(
                name: "IsJustified",
                table: "Absences");

            migrationBuilder.CreateTable(
                name: "AbsenceFollowUps",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    SchoolYearId = table.Column<int>(type: "int", nullable: false),
                    PupilId = table.Column<long>(type: "bigint", nullable: false),
                    ClassId = table.Column<int>(type: "int", nullable: false),
                    Threshold = table.Column<int>(type: "int", nullable: false),
                    OwnerAccountId = table.Column<long>(type: "bigint", nullable: true),
                    OpenedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    ClosedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    ClosedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    Outcome = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AbsenceFollowUps", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "Justifications",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    PupilId = table.Column<long>(type: "bigint", nullable: false),
                    ReasonCode = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: false, collation: "utf8mb4_bin"),
                    Note = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    FileId = table.Column<long>(type: "bigint", nullable: true),
                    GivenByAccountId = table.Column<long>(type: "bigint", nullable: false),
                    GivenAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    Answer = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    DecidedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    DecidedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Justifications", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "RollCalls",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    SchoolYearId = table.Column<int>(type: "int", nullable: false),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    ClassId = table.Column<int>(type: "int", nullable: false),
                    SubjectCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    Day = table.Column<DateOnly>(type: "date", nullable: false),
                    Hour = table.Column<string>(type: "varchar(4)", maxLength: 4, nullable: false, collation: "utf8mb4_bin"),
                    Pupils = table.Column<int>(type: "int", nullable: false),
                    MadeAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    ReceivedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RollCalls", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "RollChanges",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    RollCallId = table.Column<long>(type: "bigint", nullable: false),
                    PupilId = table.Column<long>(type: "bigint", nullable: false),
                    Was = table.Column<int>(type: "int", nullable: false),
                    Became = table.Column<int>(type: "int", nullable: false),
                    Reason = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<DateTime>(type: "datetime(6)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RollChanges", x => x.Id);
                    table.ForeignKey(
                        name: "FK_RollChanges_RollCalls_RollCallId",
                        column: x => x.RollCallId,
                        principalTable: "RollCalls",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "RollLines",
                columns: table => new
                {
                    RollCallId = table.Column<long>(type: "bigint", nullable: false),
                    PupilId = table.Column<long>(type: "bigint", nullable: false),
                    Presence = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RollLines", x => new { x.RollCallId, x.PupilId });
                    table.ForeignKey(
                        name: "FK_RollLines_RollCalls_RollCallId",
                        column: x => x.RollCallId,
                        principalTable: "RollCalls",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_Absences_JustificationId",
                table: "Absences",
                column: "JustificationId");

            migrationBuilder.CreateIndex(
                name: "IX_Absences_PupilId_Day_Half",
                table: "Absences",
                columns: new[] { "PupilId", "Day", "Half" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AbsenceFollowUps_PupilId_SchoolYearId_Threshold",
                table: "AbsenceFollowUps",
                columns: new[] { "PupilId", "SchoolYearId", "Threshold" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AbsenceFollowUps_SchoolId_ClosedAt",
                table: "AbsenceFollowUps",
                columns: new[] { "SchoolId", "ClosedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Justifications_FileId",
                table: "Justifications",
                column: "FileId");

            migrationBuilder.CreateIndex(
                name: "IX_Justifications_PupilId",
                table: "Justifications",
                column: "PupilId");

            migrationBuilder.CreateIndex(
                name: "IX_Justifications_SchoolId_State",
                table: "Justifications",
                columns: new[] { "SchoolId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_RollCalls_ClassId_Day_Hour_SubjectCode",
                table: "RollCalls",
                columns: new[] { "ClassId", "Day", "Hour", "SubjectCode" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_RollCalls_SchoolId_Day",
                table: "RollCalls",
                columns: new[] { "SchoolId", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_RollChanges_RollCallId",
                table: "RollChanges",
                column: "RollCallId");

            migrationBuilder.CreateIndex(
                name: "IX_RollLines_PupilId",
                table: "RollLines",
                column: "PupilId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "AbsenceFollowUps");

            migrationBuilder.DropTable(
                name: "Justifications");

            migrationBuilder.DropTable(
                name: "RollChanges");

            migrationBuilder.DropTable(
                name: "RollLines");

            migrationBuilder.DropTable(
                name: "RollCalls");

            migrationBuilder.DropIndex(
                name: "IX_Absences_JustificationId",
                table: "Absences");

            migrationBuilder.DropIndex(
                name: "IX_Absences_PupilId_Day_Half",
                table: "Absences");

            migrationBuilder.DropColumn(
                name: "Half",
                table: "Absences");

            migrationBuilder.DropColumn(
                name: "JustificationId",
                table: "Absences");

            migrationBuilder.DropColumn(
                name: "State",
                table: "Absences");

            migrationBuilder.DropColumn(
                name: "ToldAt",
                table: "Absences");

            migrationBuilder.AddColumn<bool>(
                name: "IsJustified",
                table: "Absences",
                type: "tinyint(1)",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateIndex(
                name: "IX_Absences_PupilId_Day",
                table: "Absences",
                columns: new[] { "PupilId", "Day" },
                unique: true);
        }
    }
}
