using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class Exports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "WasWrong",
                table: "SignInTries",
                type: "tinyint(1)",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "ChildId",
                table: "Notices",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "GuardianId",
                table: "Notices",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "SecretUntil",
                table: "Notices",
                type: "datetime(6)",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ExportRequests",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: true),
                    Role = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: false, collation: "utf8mb4_bin"),
                    Kind = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: false, collation: "utf8mb4_bin"),
                    Address = table.Column<string>(type: "varchar(1000)", maxLength: 1000, nullable: false, collation: "utf8mb4_bin"),
                    Persons = table.Column<int>(type: "int", nullable: false),
                    Reason = table.Column<string>(type: "varchar(500)", maxLength: 500, nullable: false),
                    AskedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    DecidedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    DecidedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Answer = table.Column<string>(type: "varchar(500)", maxLength: 500, nullable: true),
                    TakenAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ExportRequests", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "ExportsTaken",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    Kind = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: false, collation: "utf8mb4_bin"),
                    Address = table.Column<string>(type: "varchar(1000)", maxLength: 1000, nullable: false, collation: "utf8mb4_bin"),
                    Persons = table.Column<int>(type: "int", nullable: false),
                    RequestId = table.Column<long>(type: "bigint", nullable: true),
                    At = table.Column<DateTime>(type: "datetime(6)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ExportsTaken", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "PersonReads",
                columns: table => new
                {
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    Day = table.Column<DateOnly>(type: "date", nullable: false),
                    Persons = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PersonReads", x => new { x.AccountId, x.Day });
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "SignInSuccesses",
                columns: table => new
                {
                    NetworkKey = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    TargetKey = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    At = table.Column<DateTime>(type: "datetime(6)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SignInSuccesses", x => new { x.NetworkKey, x.TargetKey });
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_ExportRequests_AccountId_AskedAt",
                table: "ExportRequests",
                columns: new[] { "AccountId", "AskedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_ExportRequests_PlaceId_State_AskedAt",
                table: "ExportRequests",
                columns: new[] { "PlaceId", "State", "AskedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_ExportsTaken_AccountId_At",
                table: "ExportsTaken",
                columns: new[] { "AccountId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_ExportsTaken_PlaceId_At",
                table: "ExportsTaken",
                columns: new[] { "PlaceId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_PersonReads_Day",
                table: "PersonReads",
                column: "Day");

            migrationBuilder.CreateIndex(
                name: "IX_SignInSuccesses_At",
                table: "SignInSuccesses",
                column: "At");

            // The notices that are there: the code in those that carried one, the guardian and the child of those about a child.
            migrationBuilder.Sql("""UPDATE Notices SET Args = '["***"]' WHERE Template = 'notices.registration-code'""");
            const string about = "n.GuardianId = CAST(SUBSTRING(SUBSTRING_INDEX(n.`Key`, '/', -1), 2) AS SIGNED), n.ChildId =";
            const string told = "SUBSTRING_INDEX(n.`Key`, '/', -1) REGEXP '^g[0-9]+$' AND";
            const string of = "CAST(SUBSTRING_INDEX(SUBSTRING_INDEX(n.`Key`, '/', 2), '/', -1) AS SIGNED)";
            migrationBuilder.Sql($"""
                UPDATE Notices n SET {about} CAST(SUBSTRING(SUBSTRING_INDEX(SUBSTRING_INDEX(n.`Key`, '/', -2), '/', 1), 2) AS SIGNED)
                WHERE {told} n.Template IN ('notices.marks-published', 'notices.mark-corrected') AND SUBSTRING_INDEX(SUBSTRING_INDEX(n.`Key`, '/', -2), '/', 1) REGEXP '^p[0-9]+$'
                """);
            migrationBuilder.Sql($"UPDATE Notices n JOIN Absences a ON a.Id = {of} SET {about} a.PupilId WHERE {told} n.Template = 'notices.absence'");
            migrationBuilder.Sql($"UPDATE Notices n JOIN CertificateRequests c ON c.Id = {of} SET {about} c.PupilId WHERE {told} n.Template IN ('notices.certificate-issued', 'notices.certificate-blocked')");
            migrationBuilder.Sql($"UPDATE Notices n JOIN CertificateRequests c ON c.DocumentId = {of} SET {about} c.PupilId WHERE {told} n.Template = 'notices.certificate-revoked'");
            migrationBuilder.Sql($"""
                UPDATE Notices n JOIN Justifications j ON j.Id = {of} JOIN Accounts a ON a.Id = n.AccountId SET n.GuardianId = a.GuardianId, n.ChildId = j.PupilId
                WHERE a.GuardianId IS NOT NULL AND n.Template IN ('notices.justification-accepted', 'notices.justification-rejected')
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ExportRequests");

            migrationBuilder.DropTable(
                name: "ExportsTaken");

            migrationBuilder.DropTable(
                name: "PersonReads");

            migrationBuilder.DropTable(
                name: "SignInSuccesses");

            migrationBuilder.DropColumn(
                name: "WasWrong",
                table: "SignInTries");

            migrationBuilder.DropColumn(
                name: "ChildId",
                table: "Notices");

            migrationBuilder.DropColumn(
                name: "GuardianId",
                table: "Notices");

            migrationBuilder.DropColumn(
                name: "SecretUntil",
                table: "Notices");
        }
    }
}
