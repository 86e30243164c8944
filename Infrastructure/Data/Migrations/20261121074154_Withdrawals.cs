using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class Withdrawals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "CauseCode",
                table: "Decisions",
                type: "varchar(40)",
                maxLength: 40,
                nullable: true,
                collation: "utf8mb4_bin");

            migrationBuilder.AddColumn<string>(
                name: "CauseRemark",
                table: "Decisions",
                type: "varchar(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "WithdrawsId",
                table: "Decisions",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "PayArrears",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    DecisionId = table.Column<long>(type: "bigint", nullable: false),
                    DecisionNumber = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    Month = table.Column<DateOnly>(type: "date", nullable: false),
                    OldIndex = table.Column<int>(type: "int", nullable: false),
                    NewIndex = table.Column<int>(type: "int", nullable: false),
                    Received = table.Column<decimal>(type: "decimal(12,2)", precision: 12, scale: 2, nullable: false),
                    Due = table.Column<decimal>(type: "decimal(12,2)", precision: 12, scale: 2, nullable: false),
                    PayMonthId = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PayArrears", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_Decisions_WithdrawsId",
                table: "Decisions",
                column: "WithdrawsId");

            migrationBuilder.CreateIndex(
                name: "IX_PayArrears_DecisionId_Month",
                table: "PayArrears",
                columns: new[] { "DecisionId", "Month" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PayArrears_EmployeeId_Month",
                table: "PayArrears",
                columns: new[] { "EmployeeId", "Month" });

            migrationBuilder.CreateIndex(
                name: "IX_PayArrears_PayMonthId",
                table: "PayArrears",
                column: "PayMonthId");

            migrationBuilder.AddForeignKey(
                name: "FK_Decisions_Decisions_WithdrawsId",
                table: "Decisions",
                column: "WithdrawsId",
                principalTable: "Decisions",
                principalColumn: "Id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_Decisions_Decisions_WithdrawsId",
                table: "Decisions");

            migrationBuilder.DropTable(
                name: "PayArrears");

            migrationBuilder.DropIndex(
                name: "IX_Decisions_WithdrawsId",
                table: "Decisions");

            migrationBuilder.DropColumn(
                name: "CauseCode",
                table: "Decisions");

            migrationBuilder.DropColumn(
                name: "CauseRemark",
                table: "Decisions");

            migrationBuilder.DropColumn(
                name: "WithdrawsId",
                table: "Decisions");
        }
    }
}
