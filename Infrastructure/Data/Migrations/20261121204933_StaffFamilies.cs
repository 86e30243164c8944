using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class StaffFamilies : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Children",
                table: "PayArrears",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "EventId",
                table: "FamilySteps",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "EventId",
                table: "EmployeeChildren",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "MassarCode",
                table: "EmployeeChildren",
                type: "varchar(10)",
                maxLength: 10,
                nullable: true,
                collation: "utf8mb4_bin");

            migrationBuilder.AddColumn<string>(
                name: "OtherParentCin",
                table: "EmployeeChildren",
                type: "varchar(10)",
                maxLength: 10,
                nullable: true,
                collation: "utf8mb4_bin");

            migrationBuilder.AddColumn<decimal>(
                name: "NewAllowance",
                table: "Decisions",
                type: "decimal(10,2)",
                precision: 10,
                scale: 2,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "NewChildren",
                table: "Decisions",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "NewStatus",
                table: "Decisions",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "OldAllowance",
                table: "Decisions",
                type: "decimal(10,2)",
                precision: 10,
                scale: 2,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "OldChildren",
                table: "Decisions",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "OldStatus",
                table: "Decisions",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "RelatedEmployeeId",
                table: "Decisions",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ChildSteps",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    ChildId = table.Column<long>(type: "bigint", nullable: false),
                    Aspect = table.Column<int>(type: "int", nullable: false),
                    StartsOn = table.Column<DateOnly>(type: "date", nullable: false),
                    EndsOn = table.Column<DateOnly>(type: "date", nullable: true),
                    Holds = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    LearntAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    EventId = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ChildSteps", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "FamilyEvents",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    Kind = table.Column<int>(type: "int", nullable: false),
                    HappenedOn = table.Column<DateOnly>(type: "date", nullable: false),
                    ChildId = table.Column<long>(type: "bigint", nullable: true),
                    ChildNameAr = table.Column<string>(type: "varchar(60)", maxLength: 60, nullable: true),
                    SpouseNameAr = table.Column<string>(type: "varchar(60)", maxLength: 60, nullable: true),
                    OtherCin = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: true, collation: "utf8mb4_bin"),
                    MassarCode = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: true, collation: "utf8mb4_bin"),
                    ComesIntoCare = table.Column<bool>(type: "tinyint(1)", nullable: true),
                    IsPaidHere = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    Remark = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    DeclaredAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    DeclaredByAccountId = table.Column<long>(type: "bigint", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    StateSince = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    MissingPaper = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: true, collation: "utf8mb4_bin"),
                    PaperDueOn = table.Column<DateOnly>(type: "date", nullable: true),
                    Reminders = table.Column<int>(type: "int", nullable: false),
                    Answer = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    DecisionId = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FamilyEvents", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "FamilyNotes",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    EventId = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    What = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    Role = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: false, collation: "utf8mb4_bin"),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    Remark = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FamilyNotes", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "FamilyPaperRules",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    SchoolYearId = table.Column<int>(type: "int", nullable: false),
                    EventKind = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    Code = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: false, collation: "utf8mb4_bin"),
                    Order = table.Column<int>(type: "int", nullable: false),
                    NameAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    NameFr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    IsNeeded = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    KnownFrom = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: true, collation: "utf8mb4_bin"),
                    Confidence = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FamilyPaperRules", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "FamilyPapers",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    EventId = table.Column<long>(type: "bigint", nullable: false),
                    Code = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: false, collation: "utf8mb4_bin"),
                    FileId = table.Column<long>(type: "bigint", nullable: true),
                    KnownFrom = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: true, collation: "utf8mb4_bin"),
                    At = table.Column<DateTime>(type: "datetime(6)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FamilyPapers", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_EmployeeChildren_BirthDate",
                table: "EmployeeChildren",
                column: "BirthDate");

            migrationBuilder.CreateIndex(
                name: "IX_ChildSteps_EmployeeId_ChildId",
                table: "ChildSteps",
                columns: new[] { "EmployeeId", "ChildId" });

            migrationBuilder.CreateIndex(
                name: "IX_FamilyEvents_DecisionId",
                table: "FamilyEvents",
                column: "DecisionId");

            migrationBuilder.CreateIndex(
                name: "IX_FamilyEvents_EmployeeId_HappenedOn",
                table: "FamilyEvents",
                columns: new[] { "EmployeeId", "HappenedOn" });

            migrationBuilder.CreateIndex(
                name: "IX_FamilyEvents_PlacePath_StateSince",
                table: "FamilyEvents",
                columns: new[] { "PlacePath", "StateSince" });

            migrationBuilder.CreateIndex(
                name: "IX_FamilyNotes_EventId_At",
                table: "FamilyNotes",
                columns: new[] { "EventId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_FamilyPaperRules_SchoolYearId_EventKind_Code",
                table: "FamilyPaperRules",
                columns: new[] { "SchoolYearId", "EventKind", "Code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_FamilyPapers_EventId_Code",
                table: "FamilyPapers",
                columns: new[] { "EventId", "Code" });

            migrationBuilder.CreateIndex(
                name: "IX_FamilyPapers_FileId",
                table: "FamilyPapers",
                column: "FileId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ChildSteps");

            migrationBuilder.DropTable(
                name: "FamilyEvents");

            migrationBuilder.DropTable(
                name: "FamilyNotes");

            migrationBuilder.DropTable(
                name: "FamilyPaperRules");

            migrationBuilder.DropTable(
                name: "FamilyPapers");

            migrationBuilder.DropIndex(
                name: "IX_EmployeeChildren_BirthDate",
                table: "EmployeeChildren");

            migrationBuilder.DropColumn(
                name: "Children",
                table: "PayArrears");

            migrationBuilder.DropColumn(
                name: "EventId",
                table: "FamilySteps");

            migrationBuilder.DropColumn(
                name: "EventId",
                table: "EmployeeChildren");

            migrationBuilder.DropColumn(
                name: "MassarCode",
                table: "EmployeeChildren");

            migrationBuilder.DropColumn(
                name: "OtherParentCin",
                table: "EmployeeChildren");

            migrationBuilder.DropColumn(
                name: "NewAllowance",
                table: "Decisions");

            migrationBuilder.DropColumn(
                name: "NewChildren",
                table: "Decisions");

            migrationBuilder.DropColumn(
                name: "NewStatus",
                table: "Decisions");

            migrationBuilder.DropColumn(
                name: "OldAllowance",
                table: "Decisions");

            migrationBuilder.DropColumn(
                name: "OldChildren",
                table: "Decisions");

            migrationBuilder.DropColumn(
                name: "OldStatus",
                table: "Decisions");

            migrationBuilder.DropColumn(
                name: "RelatedEmployeeId",
                table: "Decisions");
        }
    }
}
