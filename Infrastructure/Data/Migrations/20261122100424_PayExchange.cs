using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class PayExchange : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "ImportId",
                table: "PayMonths",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "FileCode",
                table: "PayLines",
                type: "varchar(10)",
                maxLength: 10,
                nullable: true,
                collation: "utf8mb4_bin");

            migrationBuilder.CreateTable(
                name: "FinanceMessages",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    Key = table.Column<string>(type: "varchar(60)", maxLength: 60, nullable: false, collation: "utf8mb4_bin"),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    DecisionId = table.Column<long>(type: "bigint", nullable: false),
                    Event = table.Column<byte>(type: "tinyint unsigned", nullable: false),
                    Body = table.Column<string>(type: "varchar(4000)", maxLength: 4000, nullable: false),
                    Hash = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    State = table.Column<byte>(type: "tinyint unsigned", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    StateSince = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    Attempts = table.Column<int>(type: "int", nullable: false),
                    NextAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Failure = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: true, collation: "utf8mb4_bin"),
                    ReceivedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    AnsweredAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Reference = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: true, collation: "utf8mb4_bin"),
                    ReasonCode = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: true, collation: "utf8mb4_bin"),
                    Reason = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    Runs = table.Column<int>(type: "int", nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FinanceMessages", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "FinanceNonces",
                columns: table => new
                {
                    Nonce = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    At = table.Column<DateTime>(type: "datetime(6)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FinanceNonces", x => x.Nonce);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "PayImportPeople",
                columns: table => new
                {
                    ImportId = table.Column<int>(type: "int", nullable: false),
                    Number = table.Column<int>(type: "int", nullable: false),
                    Ppr = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: true),
                    Lines = table.Column<string>(type: "longtext", nullable: false),
                    Credits = table.Column<decimal>(type: "decimal(12,2)", precision: 12, scale: 2, nullable: false),
                    Debits = table.Column<decimal>(type: "decimal(12,2)", precision: 12, scale: 2, nullable: false),
                    Problems = table.Column<string>(type: "longtext", nullable: false),
                    IsWrong = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    PayMonthId = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PayImportPeople", x => new { x.ImportId, x.Number });
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "PayImports",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    Month = table.Column<DateOnly>(type: "date", nullable: false),
                    ByAccountId = table.Column<long>(type: "bigint", nullable: false),
                    FileName = table.Column<string>(type: "varchar(120)", maxLength: 120, nullable: false),
                    FileHash = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    ReadAs = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: false, collation: "utf8mb4_bin"),
                    State = table.Column<byte>(type: "tinyint unsigned", nullable: false),
                    SentAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    ConfirmedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    ConfirmedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    DoneAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    PublishedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    PublishedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    UndoneAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Lines = table.Column<int>(type: "int", nullable: false),
                    People = table.Column<int>(type: "int", nullable: false),
                    Credits = table.Column<decimal>(type: "decimal(12,2)", precision: 12, scale: 2, nullable: false),
                    Debits = table.Column<decimal>(type: "decimal(12,2)", precision: 12, scale: 2, nullable: false),
                    StatedLines = table.Column<int>(type: "int", nullable: true),
                    StatedCredits = table.Column<decimal>(type: "decimal(12,2)", precision: 12, scale: 2, nullable: true),
                    StatedDebits = table.Column<decimal>(type: "decimal(12,2)", precision: 12, scale: 2, nullable: true),
                    Written = table.Column<int>(type: "int", nullable: false),
                    Runs = table.Column<int>(type: "int", nullable: false),
                    LiveKey = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: true, collation: "utf8mb4_bin"),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PayImports", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "PayLineCodes",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    Code = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: false, collation: "utf8mb4_bin"),
                    IsCredit = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    Element = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: true, collation: "utf8mb4_bin"),
                    NameAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    NameFr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    NoteAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    NoteFr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    Confidence = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PayLineCodes", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_PayMonths_ImportId",
                table: "PayMonths",
                column: "ImportId");

            migrationBuilder.CreateIndex(
                name: "IX_FinanceMessages_DecisionId",
                table: "FinanceMessages",
                column: "DecisionId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_FinanceMessages_EmployeeId_Id",
                table: "FinanceMessages",
                columns: new[] { "EmployeeId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_FinanceMessages_Key",
                table: "FinanceMessages",
                column: "Key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_FinanceMessages_PlacePath_State_StateSince",
                table: "FinanceMessages",
                columns: new[] { "PlacePath", "State", "StateSince" });

            migrationBuilder.CreateIndex(
                name: "IX_FinanceNonces_At",
                table: "FinanceNonces",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_PayImportPeople_ImportId_IsWrong",
                table: "PayImportPeople",
                columns: new[] { "ImportId", "IsWrong" });

            migrationBuilder.CreateIndex(
                name: "IX_PayImports_LiveKey",
                table: "PayImports",
                column: "LiveKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PayImports_PlacePath_SentAt",
                table: "PayImports",
                columns: new[] { "PlacePath", "SentAt" });

            migrationBuilder.CreateIndex(
                name: "IX_PayImports_State_SentAt",
                table: "PayImports",
                columns: new[] { "State", "SentAt" });

            migrationBuilder.CreateIndex(
                name: "IX_PayLineCodes_Code",
                table: "PayLineCodes",
                column: "Code",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "FinanceMessages");

            migrationBuilder.DropTable(
                name: "FinanceNonces");

            migrationBuilder.DropTable(
                name: "PayImportPeople");

            migrationBuilder.DropTable(
                name: "PayImports");

            migrationBuilder.DropTable(
                name: "PayLineCodes");

            migrationBuilder.DropIndex(
                name: "IX_PayMonths_ImportId",
                table: "PayMonths");

            migrationBuilder.DropColumn(
                name: "ImportId",
                table: "PayMonths");

            migrationBuilder.DropColumn(
                name: "FileCode",
                table: "PayLines");
        }
    }
}
