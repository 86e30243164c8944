using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class OutOfSchool : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "StateNote",
                table: "Enrollments",
                type: "varchar(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "SuspendedFrom",
                table: "Enrollments",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "SuspendedUntil",
                table: "Enrollments",
                type: "date",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "CommuneOfficers",
                columns: table => new
                {
                    CommuneId = table.Column<int>(type: "int", nullable: false),
                    DirectorateId = table.Column<int>(type: "int", nullable: false),
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CommuneOfficers", x => x.CommuneId);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "OutOfSchoolCases",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    PupilId = table.Column<long>(type: "bigint", nullable: false),
                    LiveKey = table.Column<long>(type: "bigint", nullable: true),
                    EnrollmentId = table.Column<long>(type: "bigint", nullable: false),
                    SchoolYearId = table.Column<int>(type: "int", nullable: false),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    DirectorateId = table.Column<int>(type: "int", nullable: false),
                    CommuneId = table.Column<int>(type: "int", nullable: false),
                    Cause = table.Column<int>(type: "int", nullable: false),
                    Since = table.Column<DateOnly>(type: "date", nullable: false),
                    DetectedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    OwnerAccountId = table.Column<long>(type: "bigint", nullable: true),
                    State = table.Column<int>(type: "int", nullable: false),
                    StateSince = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    DueOn = table.Column<DateOnly>(type: "date", nullable: false),
                    EscalatedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    Plan = table.Column<string>(type: "varchar(500)", maxLength: 500, nullable: true),
                    OutcomeNote = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    EndedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    EndedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    NewEnrollmentId = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OutOfSchoolCases", x => x.Id);
                    table.ForeignKey(
                        name: "FK_OutOfSchoolCases_Enrollments_EnrollmentId",
                        column: x => x.EnrollmentId,
                        principalTable: "Enrollments",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "FamilyContacts",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    CaseId = table.Column<long>(type: "bigint", nullable: false),
                    DirectorateId = table.Column<int>(type: "int", nullable: false),
                    Day = table.Column<DateOnly>(type: "date", nullable: false),
                    Way = table.Column<int>(type: "int", nullable: false),
                    Result = table.Column<int>(type: "int", nullable: false),
                    Words = table.Column<string>(type: "varchar(500)", maxLength: 500, nullable: true),
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<DateTime>(type: "datetime(6)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FamilyContacts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_FamilyContacts_OutOfSchoolCases_CaseId",
                        column: x => x.CaseId,
                        principalTable: "OutOfSchoolCases",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_CommuneOfficers_DirectorateId",
                table: "CommuneOfficers",
                column: "DirectorateId");

            migrationBuilder.CreateIndex(
                name: "IX_FamilyContacts_CaseId_Day",
                table: "FamilyContacts",
                columns: new[] { "CaseId", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_OutOfSchoolCases_DirectorateId_State_DueOn",
                table: "OutOfSchoolCases",
                columns: new[] { "DirectorateId", "State", "DueOn" });

            migrationBuilder.CreateIndex(
                name: "IX_OutOfSchoolCases_EnrollmentId_Since",
                table: "OutOfSchoolCases",
                columns: new[] { "EnrollmentId", "Since" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_OutOfSchoolCases_LiveKey",
                table: "OutOfSchoolCases",
                column: "LiveKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_OutOfSchoolCases_OwnerAccountId_State",
                table: "OutOfSchoolCases",
                columns: new[] { "OwnerAccountId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_OutOfSchoolCases_PupilId",
                table: "OutOfSchoolCases",
                column: "PupilId");

            migrationBuilder.CreateIndex(
                name: "IX_OutOfSchoolCases_SchoolId_State",
                table: "OutOfSchoolCases",
                columns: new[] { "SchoolId", "State" });

            // Who was said to stay away sat on the lists until now: from the day of the head's word on, no list has the pupil.
            migrationBuilder.Sql("UPDATE Enrollments e JOIN Interruptions i ON i.PupilId = e.PupilId AND i.SchoolYearId = e.SchoolYearId AND i.SchoolId = e.SchoolId SET e.State = 5, e.LeftOn = i.StruckOn, e.Version = e.Version + 1 WHERE e.State = 1 AND i.State = 3 AND i.StruckOn > e.EnteredOn");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "CommuneOfficers");

            migrationBuilder.DropTable(
                name: "FamilyContacts");

            migrationBuilder.DropTable(
                name: "OutOfSchoolCases");

            migrationBuilder.DropColumn(
                name: "StateNote",
                table: "Enrollments");

            migrationBuilder.DropColumn(
                name: "SuspendedFrom",
                table: "Enrollments");

            migrationBuilder.DropColumn(
                name: "SuspendedUntil",
                table: "Enrollments");
        }
    }
}
