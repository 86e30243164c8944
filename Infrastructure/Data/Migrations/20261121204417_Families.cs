using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class Families : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "PhoneConfirmedAt",
                table: "Guardians",
                type: "datetime(6)",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "DatumReports",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    PupilId = table.Column<long>(type: "bigint", nullable: false),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    Field = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: false, collation: "utf8mb4_bin"),
                    Said = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    Wanted = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    FileId = table.Column<long>(type: "bigint", nullable: false),
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    ReportedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    SettledAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Why = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    LiveKey = table.Column<string>(type: "varchar(60)", maxLength: 60, nullable: true, collation: "utf8mb4_bin"),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DatumReports", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "FamilyThreads",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    PupilId = table.Column<long>(type: "bigint", nullable: false),
                    GuardianId = table.Column<long>(type: "bigint", nullable: false),
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    ClassId = table.Column<int>(type: "int", nullable: true),
                    Kind = table.Column<int>(type: "int", nullable: false),
                    Door = table.Column<int>(type: "int", nullable: false),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: true),
                    SubjectCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: true, collation: "utf8mb4_bin"),
                    AskedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    StateSince = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    DueOn = table.Column<DateOnly>(type: "date", nullable: true),
                    Round = table.Column<int>(type: "int", nullable: false),
                    EscalatedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    FlaggedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    SettledAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    WasAnswered = table.Column<bool>(type: "tinyint(1)", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FamilyThreads", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "PhoneChanges",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    GuardianId = table.Column<long>(type: "bigint", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    OldPhone = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: true, collation: "utf8mb4_bin"),
                    NewPhone = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    AskedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    CodeHash = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    StopHash = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: true, collation: "utf8mb4_bin"),
                    StopUntil = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    Tries = table.Column<int>(type: "int", nullable: false),
                    ConfirmedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    StoppedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PhoneChanges", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "ThreadLines",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    ThreadId = table.Column<long>(type: "bigint", nullable: false),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    At = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    What = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    AccountId = table.Column<long>(type: "bigint", nullable: true),
                    Role = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: true, collation: "utf8mb4_bin"),
                    Text = table.Column<string>(type: "varchar(1500)", maxLength: 1500, nullable: true),
                    FileId = table.Column<long>(type: "bigint", nullable: true),
                    IsInternal = table.Column<bool>(type: "tinyint(1)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ThreadLines", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ThreadLines_FamilyThreads_ThreadId",
                        column: x => x.ThreadId,
                        principalTable: "FamilyThreads",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_DatumReports_AccountId_ReportedAt",
                table: "DatumReports",
                columns: new[] { "AccountId", "ReportedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_DatumReports_LiveKey",
                table: "DatumReports",
                column: "LiveKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_DatumReports_PupilId_Id",
                table: "DatumReports",
                columns: new[] { "PupilId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_DatumReports_SchoolId_State",
                table: "DatumReports",
                columns: new[] { "SchoolId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_FamilyThreads_EmployeeId_State",
                table: "FamilyThreads",
                columns: new[] { "EmployeeId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_FamilyThreads_GuardianId_AskedAt",
                table: "FamilyThreads",
                columns: new[] { "GuardianId", "AskedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_FamilyThreads_PupilId",
                table: "FamilyThreads",
                column: "PupilId");

            migrationBuilder.CreateIndex(
                name: "IX_FamilyThreads_SchoolId_State_DueOn",
                table: "FamilyThreads",
                columns: new[] { "SchoolId", "State", "DueOn" });

            migrationBuilder.CreateIndex(
                name: "IX_PhoneChanges_AccountId_AskedAt",
                table: "PhoneChanges",
                columns: new[] { "AccountId", "AskedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_PhoneChanges_StopHash",
                table: "PhoneChanges",
                column: "StopHash");

            migrationBuilder.CreateIndex(
                name: "IX_ThreadLines_AccountId_At",
                table: "ThreadLines",
                columns: new[] { "AccountId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_ThreadLines_ThreadId",
                table: "ThreadLines",
                column: "ThreadId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "DatumReports");

            migrationBuilder.DropTable(
                name: "PhoneChanges");

            migrationBuilder.DropTable(
                name: "ThreadLines");

            migrationBuilder.DropTable(
                name: "FamilyThreads");

            migrationBuilder.DropColumn(
                name: "PhoneConfirmedAt",
                table: "Guardians");
        }
    }
}
