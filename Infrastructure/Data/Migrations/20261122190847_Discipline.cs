using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class Discipline : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "HalfDays",
                table: "PayArrears",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "ErasedAt",
                table: "Decisions",
                type: "datetime(6)",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "HalfDays",
                table: "Decisions",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "LeaveId",
                table: "Decisions",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "DecisionCopies",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    DecisionId = table.Column<long>(type: "bigint", nullable: false),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    IsDelivery = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    Receipt = table.Column<string>(type: "varchar(60)", maxLength: 60, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DecisionCopies", x => x.Id);
                    table.ForeignKey(
                        name: "FK_DecisionCopies_Decisions_DecisionId",
                        column: x => x.DecisionId,
                        principalTable: "Decisions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "DisciplineCases",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    FactsOn = table.Column<DateOnly>(type: "date", nullable: false),
                    Facts = table.Column<string>(type: "varchar(2000)", maxLength: 2000, nullable: false),
                    Pieces = table.Column<string>(type: "varchar(1000)", maxLength: 1000, nullable: true),
                    OpenedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    OpenedByAccountId = table.Column<long>(type: "bigint", nullable: false),
                    ReplyDueOn = table.Column<DateOnly>(type: "date", nullable: false),
                    SeenAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Reply = table.Column<string>(type: "varchar(3000)", maxLength: 3000, nullable: true),
                    ReplyAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    IsReplyOnPaper = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    CouncilAskedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    CouncilDueOn = table.Column<DateOnly>(type: "date", nullable: true),
                    CouncilOn = table.Column<DateOnly>(type: "date", nullable: true),
                    CouncilOpinion = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: true, collation: "utf8mb4_bin"),
                    CouncilWords = table.Column<string>(type: "varchar(500)", maxLength: 500, nullable: true),
                    State = table.Column<int>(type: "int", nullable: false),
                    StateSince = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    CloseReason = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: true, collation: "utf8mb4_bin"),
                    CloseWords = table.Column<string>(type: "varchar(500)", maxLength: 500, nullable: true),
                    DecisionId = table.Column<long>(type: "bigint", nullable: true),
                    ErasureAskedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    ErasureAnswer = table.Column<string>(type: "varchar(500)", maxLength: 500, nullable: true),
                    ErasedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DisciplineCases", x => x.Id);
                    table.ForeignKey(
                        name: "FK_DisciplineCases_Decisions_DecisionId",
                        column: x => x.DecisionId,
                        principalTable: "Decisions",
                        principalColumn: "Id");
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_Decisions_LeaveId",
                table: "Decisions",
                column: "LeaveId");

            migrationBuilder.CreateIndex(
                name: "IX_DecisionCopies_DecisionId",
                table: "DecisionCopies",
                column: "DecisionId");

            migrationBuilder.CreateIndex(
                name: "IX_DecisionCopies_EmployeeId",
                table: "DecisionCopies",
                column: "EmployeeId");

            migrationBuilder.CreateIndex(
                name: "IX_DecisionCopies_PlacePath_At",
                table: "DecisionCopies",
                columns: new[] { "PlacePath", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_DisciplineCases_DecisionId",
                table: "DisciplineCases",
                column: "DecisionId");

            migrationBuilder.CreateIndex(
                name: "IX_DisciplineCases_EmployeeId",
                table: "DisciplineCases",
                column: "EmployeeId");

            migrationBuilder.CreateIndex(
                name: "IX_DisciplineCases_PlacePath_State_StateSince",
                table: "DisciplineCases",
                columns: new[] { "PlacePath", "State", "StateSince" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "DecisionCopies");

            migrationBuilder.DropTable(
                name: "DisciplineCases");

            migrationBuilder.DropIndex(
                name: "IX_Decisions_LeaveId",
                table: "Decisions");

            migrationBuilder.DropColumn(
                name: "HalfDays",
                table: "PayArrears");

            migrationBuilder.DropColumn(
                name: "ErasedAt",
                table: "Decisions");

            migrationBuilder.DropColumn(
                name: "HalfDays",
                table: "Decisions");

            migrationBuilder.DropColumn(
                name: "LeaveId",
                table: "Decisions");
        }
    }
}
