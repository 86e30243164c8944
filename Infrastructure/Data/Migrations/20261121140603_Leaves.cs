using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class Leaves : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "LeaveEvents",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    LeaveId = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    What = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    Role = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: false, collation: "utf8mb4_bin"),
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    Remark = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LeaveEvents", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "LeaveFlags",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    LeaveId = table.Column<long>(type: "bigint", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    Count = table.Column<int>(type: "int", nullable: false),
                    From = table.Column<DateOnly>(type: "date", nullable: false),
                    To = table.Column<DateOnly>(type: "date", nullable: false),
                    OpenedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    ReplyDueOn = table.Column<DateOnly>(type: "date", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    Reply = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    RepliedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Conclusion = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    ConcludedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    ConcludedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LeaveFlags", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "Leaves",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    TypeCode = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: false, collation: "utf8mb4_bin"),
                    CountedAs = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: false, collation: "utf8mb4_bin"),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    StartsOn = table.Column<DateOnly>(type: "date", nullable: false),
                    EndsOn = table.Column<DateOnly>(type: "date", nullable: false),
                    Days = table.Column<int>(type: "int", nullable: false),
                    IsAbsence = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    IsMedical = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    Reason = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    PaperId = table.Column<long>(type: "bigint", nullable: true),
                    PaperAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    PaperDueOn = table.Column<DateOnly>(type: "date", nullable: true),
                    AskedByAccountId = table.Column<long>(type: "bigint", nullable: false),
                    AskedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    StateSince = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    CheckDueOn = table.Column<DateOnly>(type: "date", nullable: true),
                    CheckResult = table.Column<int>(type: "int", nullable: true),
                    IsFavored = table.Column<bool>(type: "tinyint(1)", nullable: true),
                    Answer = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    DecidedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    FullDays = table.Column<int>(type: "int", nullable: false),
                    HalfDays = table.Column<int>(type: "int", nullable: false),
                    UnpaidDays = table.Column<int>(type: "int", nullable: false),
                    ReturnedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Leaves", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "LeaveTypes",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    SchoolYearId = table.Column<int>(type: "int", nullable: false),
                    Code = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: false, collation: "utf8mb4_bin"),
                    Order = table.Column<int>(type: "int", nullable: false),
                    NameAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    NameFr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    Category = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    CountsIn = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: false, collation: "utf8mb4_bin"),
                    MaxDays = table.Column<int>(type: "int", nullable: true),
                    MaxDaysMen = table.Column<int>(type: "int", nullable: true),
                    Window = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: false, collation: "utf8mb4_bin"),
                    Months = table.Column<int>(type: "int", nullable: true),
                    FullDays = table.Column<int>(type: "int", nullable: true),
                    HalfDays = table.Column<int>(type: "int", nullable: true),
                    DecidedBy = table.Column<string>(type: "varchar(12)", maxLength: 12, nullable: false, collation: "utf8mb4_bin"),
                    IsOpen = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    IsAbsence = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    IsMedical = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    RaisesFlag = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    Sex = table.Column<string>(type: "varchar(1)", maxLength: 1, nullable: true, collation: "utf8mb4_bin"),
                    NeedsPaper = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    PaperDays = table.Column<int>(type: "int", nullable: true),
                    PaperDaysRural = table.Column<int>(type: "int", nullable: true),
                    NeedsCouncil = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    CouncilFileDays = table.Column<int>(type: "int", nullable: true),
                    CouncilAnswerDays = table.Column<int>(type: "int", nullable: true),
                    CountedIn = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: true, collation: "utf8mb4_bin"),
                    Confidence = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LeaveTypes", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_LeaveEvents_LeaveId_At",
                table: "LeaveEvents",
                columns: new[] { "LeaveId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_LeaveFlags_EmployeeId_OpenedAt",
                table: "LeaveFlags",
                columns: new[] { "EmployeeId", "OpenedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_LeaveFlags_LeaveId",
                table: "LeaveFlags",
                column: "LeaveId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_LeaveFlags_PlacePath_State",
                table: "LeaveFlags",
                columns: new[] { "PlacePath", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_Leaves_EmployeeId_StartsOn",
                table: "Leaves",
                columns: new[] { "EmployeeId", "StartsOn" });

            migrationBuilder.CreateIndex(
                name: "IX_Leaves_PaperId",
                table: "Leaves",
                column: "PaperId");

            migrationBuilder.CreateIndex(
                name: "IX_Leaves_PlacePath_StateSince",
                table: "Leaves",
                columns: new[] { "PlacePath", "StateSince" });

            migrationBuilder.CreateIndex(
                name: "IX_LeaveTypes_SchoolYearId_Code",
                table: "LeaveTypes",
                columns: new[] { "SchoolYearId", "Code" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "LeaveEvents");

            migrationBuilder.DropTable(
                name: "LeaveFlags");

            migrationBuilder.DropTable(
                name: "Leaves");

            migrationBuilder.DropTable(
                name: "LeaveTypes");
        }
    }
}
