using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class StrikesAndGates : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "IsBeside",
                table: "ProcedureSteps",
                type: "tinyint(1)",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AlterColumn<string>(
                name: "WaitingRole",
                table: "Decisions",
                type: "varchar(100)",
                maxLength: 100,
                nullable: true,
                collation: "utf8mb4_bin",
                oldClrType: typeof(string),
                oldType: "varchar(30)",
                oldMaxLength: 30,
                oldNullable: true,
                oldCollation: "utf8mb4_bin");

            migrationBuilder.AddColumn<bool>(
                name: "IsOff",
                table: "DecisionProcedures",
                type: "tinyint(1)",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "StrikeDays",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    Day = table.Column<DateOnly>(type: "date", nullable: false),
                    Expected = table.Column<int>(type: "int", nullable: false),
                    EnteredAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    EnteredByAccountId = table.Column<long>(type: "bigint", nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StrikeDays", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "StrikeAbsences",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    StrikeDayId = table.Column<long>(type: "bigint", nullable: false),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    Day = table.Column<DateOnly>(type: "date", nullable: false),
                    HoursDue = table.Column<int>(type: "int", nullable: true),
                    EnteredAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    ReplyDueOn = table.Column<DateOnly>(type: "date", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    Reply = table.Column<string>(type: "varchar(1000)", maxLength: 1000, nullable: true),
                    PaperId = table.Column<long>(type: "bigint", nullable: true),
                    RepliedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    ReasonCode = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: true, collation: "utf8mb4_bin"),
                    Words = table.Column<string>(type: "varchar(500)", maxLength: 500, nullable: true),
                    JudgedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    JudgedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    DecisionId = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StrikeAbsences", x => x.Id);
                    table.ForeignKey(
                        name: "FK_StrikeAbsences_StrikeDays_StrikeDayId",
                        column: x => x.StrikeDayId,
                        principalTable: "StrikeDays",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_StrikeAbsences_DecisionId",
                table: "StrikeAbsences",
                column: "DecisionId");

            migrationBuilder.CreateIndex(
                name: "IX_StrikeAbsences_EmployeeId_Day",
                table: "StrikeAbsences",
                columns: new[] { "EmployeeId", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_StrikeAbsences_StrikeDayId",
                table: "StrikeAbsences",
                column: "StrikeDayId");

            migrationBuilder.CreateIndex(
                name: "IX_StrikeDays_PlaceId_Day",
                table: "StrikeDays",
                columns: new[] { "PlaceId", "Day" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_StrikeDays_PlacePath_Day",
                table: "StrikeDays",
                columns: new[] { "PlacePath", "Day" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "StrikeAbsences");

            migrationBuilder.DropTable(
                name: "StrikeDays");

            migrationBuilder.DropColumn(
                name: "IsBeside",
                table: "ProcedureSteps");

            migrationBuilder.DropColumn(
                name: "IsOff",
                table: "DecisionProcedures");

            migrationBuilder.AlterColumn<string>(
                name: "WaitingRole",
                table: "Decisions",
                type: "varchar(30)",
                maxLength: 30,
                nullable: true,
                collation: "utf8mb4_bin",
                oldClrType: typeof(string),
                oldType: "varchar(100)",
                oldMaxLength: 100,
                oldNullable: true,
                oldCollation: "utf8mb4_bin");
        }
    }
}
