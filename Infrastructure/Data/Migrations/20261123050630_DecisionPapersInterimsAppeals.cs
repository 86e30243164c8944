using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class DecisionPapersInterimsAppeals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "ForAccountId",
                table: "Delegations",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ForAr",
                table: "Delegations",
                type: "varchar(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ForLatin",
                table: "Delegations",
                type: "varchar(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsInterim",
                table: "DecisionVisas",
                type: "tinyint(1)",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "DecisionAppeals",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    DecisionId = table.Column<long>(type: "bigint", nullable: true),
                    TableId = table.Column<long>(type: "bigint", nullable: true),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    Reason = table.Column<string>(type: "varchar(1000)", maxLength: 1000, nullable: false),
                    AskedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    DueOn = table.Column<DateOnly>(type: "date", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    Answer = table.Column<string>(type: "varchar(1000)", maxLength: 1000, nullable: true),
                    AnsweredAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    AnsweredByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    SecondDecisionId = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DecisionAppeals", x => x.Id);
                    table.ForeignKey(
                        name: "FK_DecisionAppeals_Decisions_DecisionId",
                        column: x => x.DecisionId,
                        principalTable: "Decisions",
                        principalColumn: "Id");
                    table.ForeignKey(
                        name: "FK_DecisionAppeals_Decisions_SecondDecisionId",
                        column: x => x.SecondDecisionId,
                        principalTable: "Decisions",
                        principalColumn: "Id");
                    table.ForeignKey(
                        name: "FK_DecisionAppeals_PromotionTables_TableId",
                        column: x => x.TableId,
                        principalTable: "PromotionTables",
                        principalColumn: "Id");
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "DecisionPaperLooks",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    DecisionId = table.Column<long>(type: "bigint", nullable: false),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    Code = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: false, collation: "utf8mb4_bin"),
                    Role = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: false, collation: "utf8mb4_bin"),
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<DateTime>(type: "datetime(6)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DecisionPaperLooks", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "DecisionPapers",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    DecisionId = table.Column<long>(type: "bigint", nullable: false),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    Code = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: false, collation: "utf8mb4_bin"),
                    FileId = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    AccountId = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DecisionPapers", x => x.Id);
                    table.ForeignKey(
                        name: "FK_DecisionPapers_Decisions_DecisionId",
                        column: x => x.DecisionId,
                        principalTable: "Decisions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_DecisionPapers_StoredFiles_FileId",
                        column: x => x.FileId,
                        principalTable: "StoredFiles",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "ProcedurePapers",
                columns: table => new
                {
                    ProcedureId = table.Column<int>(type: "int", nullable: false),
                    Code = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: false, collation: "utf8mb4_bin"),
                    MayFollow = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    KnownMonths = table.Column<int>(type: "int", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ProcedurePapers", x => new { x.ProcedureId, x.Code });
                    table.ForeignKey(
                        name: "FK_ProcedurePapers_DecisionProcedures_ProcedureId",
                        column: x => x.ProcedureId,
                        principalTable: "DecisionProcedures",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_Delegations_ForAccountId",
                table: "Delegations",
                column: "ForAccountId");

            migrationBuilder.CreateIndex(
                name: "IX_DecisionAppeals_DecisionId_EmployeeId",
                table: "DecisionAppeals",
                columns: new[] { "DecisionId", "EmployeeId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_DecisionAppeals_EmployeeId_State",
                table: "DecisionAppeals",
                columns: new[] { "EmployeeId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_DecisionAppeals_PlacePath_State_DueOn",
                table: "DecisionAppeals",
                columns: new[] { "PlacePath", "State", "DueOn" });

            migrationBuilder.CreateIndex(
                name: "IX_DecisionAppeals_SecondDecisionId",
                table: "DecisionAppeals",
                column: "SecondDecisionId");

            migrationBuilder.CreateIndex(
                name: "IX_DecisionAppeals_TableId_EmployeeId",
                table: "DecisionAppeals",
                columns: new[] { "TableId", "EmployeeId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_DecisionPaperLooks_DecisionId_At",
                table: "DecisionPaperLooks",
                columns: new[] { "DecisionId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_DecisionPapers_DecisionId_Code",
                table: "DecisionPapers",
                columns: new[] { "DecisionId", "Code" });

            migrationBuilder.CreateIndex(
                name: "IX_DecisionPapers_EmployeeId_Code",
                table: "DecisionPapers",
                columns: new[] { "EmployeeId", "Code" });

            migrationBuilder.CreateIndex(
                name: "IX_DecisionPapers_FileId",
                table: "DecisionPapers",
                column: "FileId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "DecisionAppeals");

            migrationBuilder.DropTable(
                name: "DecisionPaperLooks");

            migrationBuilder.DropTable(
                name: "DecisionPapers");

            migrationBuilder.DropTable(
                name: "ProcedurePapers");

            migrationBuilder.DropIndex(
                name: "IX_Delegations_ForAccountId",
                table: "Delegations");

            migrationBuilder.DropColumn(
                name: "ForAccountId",
                table: "Delegations");

            migrationBuilder.DropColumn(
                name: "ForAr",
                table: "Delegations");

            migrationBuilder.DropColumn(
                name: "ForLatin",
                table: "Delegations");

            migrationBuilder.DropColumn(
                name: "IsInterim",
                table: "DecisionVisas");
        }
    }
}
