using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class Domiciliations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<long>(
                name: "DecisionId",
                table: "FinanceMessages",
                type: "bigint",
                nullable: true,
                oldClrType: typeof(long),
                oldType: "bigint");

            migrationBuilder.AddColumn<long>(
                name: "DomiciliationId",
                table: "FinanceMessages",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "DomiciliationNotes",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    DomiciliationId = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    What = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    Role = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: false, collation: "utf8mb4_bin"),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    AccountId = table.Column<long>(type: "bigint", nullable: true),
                    ReasonCode = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: true, collation: "utf8mb4_bin")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DomiciliationNotes", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "Domiciliations",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    Key = table.Column<Guid>(type: "char(36)", nullable: false),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    BankCode = table.Column<string>(type: "varchar(3)", maxLength: 3, nullable: false, collation: "utf8mb4_bin"),
                    RibEnd = table.Column<string>(type: "varchar(4)", maxLength: 4, nullable: false, collation: "utf8mb4_bin"),
                    RibSealed = table.Column<string>(type: "varchar(120)", maxLength: 120, nullable: true, collation: "utf8mb4_bin"),
                    RibPrint = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    FileId = table.Column<long>(type: "bigint", nullable: false),
                    AskedByAccountId = table.Column<long>(type: "bigint", nullable: false),
                    AskedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    SentAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    StopUntil = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Round = table.Column<int>(type: "int", nullable: false),
                    State = table.Column<byte>(type: "tinyint unsigned", nullable: false),
                    StateSince = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    CheckedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    AcceptedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    ReasonCode = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: true, collation: "utf8mb4_bin"),
                    Remark = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    EffectiveFrom = table.Column<DateOnly>(type: "date", nullable: true),
                    EndsOn = table.Column<DateOnly>(type: "date", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Domiciliations", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_FinanceMessages_DomiciliationId",
                table: "FinanceMessages",
                column: "DomiciliationId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_DomiciliationNotes_DomiciliationId_At",
                table: "DomiciliationNotes",
                columns: new[] { "DomiciliationId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_Domiciliations_EmployeeId_Id",
                table: "Domiciliations",
                columns: new[] { "EmployeeId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Domiciliations_Key",
                table: "Domiciliations",
                column: "Key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Domiciliations_PlacePath_State_SentAt",
                table: "Domiciliations",
                columns: new[] { "PlacePath", "State", "SentAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Domiciliations_RibPrint",
                table: "Domiciliations",
                column: "RibPrint");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "DomiciliationNotes");

            migrationBuilder.DropTable(
                name: "Domiciliations");

            migrationBuilder.DropIndex(
                name: "IX_FinanceMessages_DomiciliationId",
                table: "FinanceMessages");

            migrationBuilder.DropColumn(
                name: "DomiciliationId",
                table: "FinanceMessages");

            migrationBuilder.AlterColumn<long>(
                name: "DecisionId",
                table: "FinanceMessages",
                type: "bigint",
                nullable: false,
                defaultValue: 0L,
                oldClrType: typeof(long),
                oldType: "bigint",
                oldNullable: true);
        }
    }
}
