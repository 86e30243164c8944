using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class Licences : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "IsLicensed",
                table: "SchoolChanges",
                type: "tinyint(1)",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "MergedFromPupilId",
                table: "PupilNotes",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "MergedFromSchoolId",
                table: "PupilNotes",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "MergedFromPupilId",
                table: "PupilFileReadings",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "LicenceCases",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    Kind = table.Column<int>(type: "int", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    AcademyId = table.Column<int>(type: "int", nullable: false),
                    SchoolId = table.Column<int>(type: "int", nullable: true),
                    LiveKey = table.Column<int>(type: "int", nullable: true),
                    NameAr = table.Column<string>(type: "varchar(120)", maxLength: 120, nullable: false),
                    NameFr = table.Column<string>(type: "varchar(120)", maxLength: 120, nullable: false),
                    Cycles = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    GresaCode = table.Column<string>(type: "varchar(6)", maxLength: 6, nullable: true, collation: "utf8mb4_bin"),
                    Nature = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: true, collation: "utf8mb4_bin"),
                    CommuneId = table.Column<int>(type: "int", nullable: true),
                    IsUrban = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    AddressAr = table.Column<string>(type: "varchar(120)", maxLength: 120, nullable: true),
                    Phone = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: true, collation: "utf8mb4_bin"),
                    StartsOn = table.Column<DateOnly>(type: "date", nullable: false),
                    OwnerAr = table.Column<string>(type: "varchar(120)", maxLength: 120, nullable: false),
                    OwnerLatin = table.Column<string>(type: "varchar(120)", maxLength: 120, nullable: false),
                    OwnerCin = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: false, collation: "utf8mb4_bin"),
                    DirectorAr = table.Column<string>(type: "varchar(120)", maxLength: 120, nullable: false),
                    DirectorLatin = table.Column<string>(type: "varchar(120)", maxLength: 120, nullable: false),
                    DirectorCin = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: false, collation: "utf8mb4_bin"),
                    Details = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    Reference = table.Column<string>(type: "varchar(60)", maxLength: 60, nullable: false),
                    DepositedOn = table.Column<DateOnly>(type: "date", nullable: false),
                    OpenedByAccountId = table.Column<long>(type: "bigint", nullable: false),
                    OpenedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    Opinion = table.Column<string>(type: "varchar(1000)", maxLength: 1000, nullable: true),
                    SentByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    SentAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    CommissionOn = table.Column<DateOnly>(type: "date", nullable: true),
                    CommissionReference = table.Column<string>(type: "varchar(60)", maxLength: 60, nullable: true),
                    Reason = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    DecidedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    DecidedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    ChangeId = table.Column<long>(type: "bigint", nullable: true),
                    State = table.Column<int>(type: "int", nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LicenceCases", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "LicenceEvents",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    CaseId = table.Column<long>(type: "bigint", nullable: true),
                    LicenceId = table.Column<long>(type: "bigint", nullable: true),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    At = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    What = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    AccountId = table.Column<long>(type: "bigint", nullable: true),
                    Remark = table.Column<string>(type: "varchar(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LicenceEvents", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "LicenceVisits",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    CaseId = table.Column<long>(type: "bigint", nullable: true),
                    SchoolId = table.Column<int>(type: "int", nullable: true),
                    VisitedOn = table.Column<DateOnly>(type: "date", nullable: false),
                    Visitors = table.Column<string>(type: "varchar(120)", maxLength: 120, nullable: false),
                    Report = table.Column<string>(type: "varchar(2000)", maxLength: 2000, nullable: false),
                    FileId = table.Column<long>(type: "bigint", nullable: true),
                    RecordedByAccountId = table.Column<long>(type: "bigint", nullable: false),
                    RecordedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LicenceVisits", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "PrivateTeachers",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    SchoolYearId = table.Column<int>(type: "int", nullable: false),
                    NameAr = table.Column<string>(type: "varchar(120)", maxLength: 120, nullable: false),
                    NameLatin = table.Column<string>(type: "varchar(120)", maxLength: 120, nullable: false),
                    Cin = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: false, collation: "utf8mb4_bin"),
                    Diploma = table.Column<string>(type: "varchar(120)", maxLength: 120, nullable: false),
                    Teaches = table.Column<string>(type: "varchar(80)", maxLength: 80, nullable: false),
                    Hours = table.Column<int>(type: "int", nullable: false),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: true),
                    EndedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PrivateTeachers", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "SchoolLicences",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    CaseId = table.Column<long>(type: "bigint", nullable: false),
                    Kind = table.Column<int>(type: "int", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    AcademyId = table.Column<int>(type: "int", nullable: false),
                    SchoolId = table.Column<int>(type: "int", nullable: true),
                    LiveKey = table.Column<int>(type: "int", nullable: true),
                    ChangeId = table.Column<long>(type: "bigint", nullable: true),
                    Number = table.Column<int>(type: "int", nullable: false),
                    Year = table.Column<int>(type: "int", nullable: false),
                    NameAr = table.Column<string>(type: "varchar(120)", maxLength: 120, nullable: false),
                    NameFr = table.Column<string>(type: "varchar(120)", maxLength: 120, nullable: false),
                    Cycles = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    OwnerAr = table.Column<string>(type: "varchar(120)", maxLength: 120, nullable: false),
                    OwnerLatin = table.Column<string>(type: "varchar(120)", maxLength: 120, nullable: false),
                    OwnerCin = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: false, collation: "utf8mb4_bin"),
                    DirectorAr = table.Column<string>(type: "varchar(120)", maxLength: 120, nullable: false),
                    DirectorLatin = table.Column<string>(type: "varchar(120)", maxLength: 120, nullable: false),
                    DirectorCin = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: false, collation: "utf8mb4_bin"),
                    IssuedOn = table.Column<DateOnly>(type: "date", nullable: false),
                    StartsOn = table.Column<DateOnly>(type: "date", nullable: false),
                    ExpiresOn = table.Column<DateOnly>(type: "date", nullable: false),
                    Conditions = table.Column<string>(type: "varchar(500)", maxLength: 500, nullable: true),
                    DocumentId = table.Column<long>(type: "bigint", nullable: true),
                    State = table.Column<int>(type: "int", nullable: false),
                    StateOn = table.Column<DateOnly>(type: "date", nullable: true),
                    StateReason = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    AppealUntil = table.Column<DateOnly>(type: "date", nullable: true),
                    Alarmed = table.Column<int>(type: "int", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SchoolLicences", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "LicencePapers",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    CaseId = table.Column<long>(type: "bigint", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    Code = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: false, collation: "utf8mb4_bin"),
                    IsRequired = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    FileId = table.Column<long>(type: "bigint", nullable: true),
                    State = table.Column<int>(type: "int", nullable: false),
                    Remark = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LicencePapers", x => x.Id);
                    table.ForeignKey(
                        name: "FK_LicencePapers_LicenceCases_CaseId",
                        column: x => x.CaseId,
                        principalTable: "LicenceCases",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "LicenceRemarks",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    VisitId = table.Column<long>(type: "bigint", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    SchoolId = table.Column<int>(type: "int", nullable: true),
                    Text = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: false),
                    MendBy = table.Column<DateOnly>(type: "date", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    Answer = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    AnsweredAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LicenceRemarks", x => x.Id);
                    table.ForeignKey(
                        name: "FK_LicenceRemarks_LicenceVisits_VisitId",
                        column: x => x.VisitId,
                        principalTable: "LicenceVisits",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "ExtraHours",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    TeacherId = table.Column<long>(type: "bigint", nullable: false),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    SchoolYearId = table.Column<int>(type: "int", nullable: false),
                    OfficeId = table.Column<int>(type: "int", nullable: false),
                    Hours = table.Column<int>(type: "int", nullable: false),
                    AskedByAccountId = table.Column<long>(type: "bigint", nullable: false),
                    AskedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    Reason = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    DecidedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    DecidedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    Until = table.Column<DateOnly>(type: "date", nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ExtraHours", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ExtraHours_PrivateTeachers_TeacherId",
                        column: x => x.TeacherId,
                        principalTable: "PrivateTeachers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_ExtraHours_EmployeeId_SchoolYearId",
                table: "ExtraHours",
                columns: new[] { "EmployeeId", "SchoolYearId" });

            migrationBuilder.CreateIndex(
                name: "IX_ExtraHours_OfficeId_State",
                table: "ExtraHours",
                columns: new[] { "OfficeId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_ExtraHours_TeacherId",
                table: "ExtraHours",
                column: "TeacherId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_LicenceCases_AcademyId_State",
                table: "LicenceCases",
                columns: new[] { "AcademyId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_LicenceCases_ChangeId",
                table: "LicenceCases",
                column: "ChangeId");

            migrationBuilder.CreateIndex(
                name: "IX_LicenceCases_LiveKey",
                table: "LicenceCases",
                column: "LiveKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_LicenceCases_PlaceId_State",
                table: "LicenceCases",
                columns: new[] { "PlaceId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_LicenceCases_SchoolId",
                table: "LicenceCases",
                column: "SchoolId");

            migrationBuilder.CreateIndex(
                name: "IX_LicenceEvents_CaseId",
                table: "LicenceEvents",
                column: "CaseId");

            migrationBuilder.CreateIndex(
                name: "IX_LicenceEvents_LicenceId",
                table: "LicenceEvents",
                column: "LicenceId");

            migrationBuilder.CreateIndex(
                name: "IX_LicencePapers_CaseId_Code",
                table: "LicencePapers",
                columns: new[] { "CaseId", "Code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_LicenceRemarks_SchoolId_State",
                table: "LicenceRemarks",
                columns: new[] { "SchoolId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_LicenceRemarks_VisitId",
                table: "LicenceRemarks",
                column: "VisitId");

            migrationBuilder.CreateIndex(
                name: "IX_LicenceVisits_CaseId",
                table: "LicenceVisits",
                column: "CaseId");

            migrationBuilder.CreateIndex(
                name: "IX_LicenceVisits_SchoolId_VisitedOn",
                table: "LicenceVisits",
                columns: new[] { "SchoolId", "VisitedOn" });

            migrationBuilder.CreateIndex(
                name: "IX_PrivateTeachers_EmployeeId",
                table: "PrivateTeachers",
                column: "EmployeeId");

            migrationBuilder.CreateIndex(
                name: "IX_PrivateTeachers_SchoolId_SchoolYearId",
                table: "PrivateTeachers",
                columns: new[] { "SchoolId", "SchoolYearId" });

            migrationBuilder.CreateIndex(
                name: "IX_SchoolLicences_AcademyId_Year_Number",
                table: "SchoolLicences",
                columns: new[] { "AcademyId", "Year", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SchoolLicences_CaseId",
                table: "SchoolLicences",
                column: "CaseId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SchoolLicences_ChangeId",
                table: "SchoolLicences",
                column: "ChangeId");

            migrationBuilder.CreateIndex(
                name: "IX_SchoolLicences_DocumentId",
                table: "SchoolLicences",
                column: "DocumentId");

            migrationBuilder.CreateIndex(
                name: "IX_SchoolLicences_LiveKey",
                table: "SchoolLicences",
                column: "LiveKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SchoolLicences_PlaceId_ExpiresOn",
                table: "SchoolLicences",
                columns: new[] { "PlaceId", "ExpiresOn" });

            migrationBuilder.CreateIndex(
                name: "IX_SchoolLicences_SchoolId",
                table: "SchoolLicences",
                column: "SchoolId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ExtraHours");

            migrationBuilder.DropTable(
                name: "LicenceEvents");

            migrationBuilder.DropTable(
                name: "LicencePapers");

            migrationBuilder.DropTable(
                name: "LicenceRemarks");

            migrationBuilder.DropTable(
                name: "SchoolLicences");

            migrationBuilder.DropTable(
                name: "PrivateTeachers");

            migrationBuilder.DropTable(
                name: "LicenceCases");

            migrationBuilder.DropTable(
                name: "LicenceVisits");

            migrationBuilder.DropColumn(
                name: "IsLicensed",
                table: "SchoolChanges");

            migrationBuilder.DropColumn(
                name: "MergedFromPupilId",
                table: "PupilNotes");

            migrationBuilder.DropColumn(
                name: "MergedFromSchoolId",
                table: "PupilNotes");

            migrationBuilder.DropColumn(
                name: "MergedFromPupilId",
                table: "PupilFileReadings");
        }
    }
}
