using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class Installations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "RunId",
                table: "Decisions",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Wish",
                table: "Decisions",
                type: "int",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Installations",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    DecisionId = table.Column<long>(type: "bigint", nullable: false),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    FromPlaceId = table.Column<int>(type: "int", nullable: true),
                    FromPath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: true, collation: "utf8mb4_bin"),
                    EffectiveOn = table.Column<DateOnly>(type: "date", nullable: false),
                    DueOn = table.Column<DateOnly>(type: "date", nullable: false),
                    Until = table.Column<DateOnly>(type: "date", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    PresentOn = table.Column<DateOnly>(type: "date", nullable: true),
                    PresentByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    Dispute = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    InstalledAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    MinutesId = table.Column<long>(type: "bigint", nullable: true),
                    LeftOn = table.Column<DateOnly>(type: "date", nullable: true),
                    CessationId = table.Column<long>(type: "bigint", nullable: true),
                    Notice1At = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Notice2At = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    FlaggedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Installations", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Installations_Decisions_DecisionId",
                        column: x => x.DecisionId,
                        principalTable: "Decisions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "MobilityAppeals",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    RunId = table.Column<long>(type: "bigint", nullable: false),
                    CampaignId = table.Column<int>(type: "int", nullable: false),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    Reason = table.Column<string>(type: "varchar(1000)", maxLength: 1000, nullable: false),
                    AskedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    Answer = table.Column<string>(type: "varchar(1000)", maxLength: 1000, nullable: true),
                    AnsweredAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    AnsweredByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MobilityAppeals", x => x.Id);
                    table.ForeignKey(
                        name: "FK_MobilityAppeals_MobilityRuns_RunId",
                        column: x => x.RunId,
                        principalTable: "MobilityRuns",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "MobilityRunExceptions",
                columns: table => new
                {
                    RunId = table.Column<long>(type: "bigint", nullable: false),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    Code = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: false, collation: "utf8mb4_bin"),
                    At = table.Column<DateTime>(type: "datetime(6)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MobilityRunExceptions", x => new { x.RunId, x.EmployeeId });
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "PostEffects",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    DecisionId = table.Column<long>(type: "bigint", nullable: false),
                    What = table.Column<int>(type: "int", nullable: false),
                    RowId = table.Column<long>(type: "bigint", nullable: false),
                    IsNew = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    FormerEndsOn = table.Column<DateOnly>(type: "date", nullable: true),
                    EndsOn = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PostEffects", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_Decisions_RunId_EmployeeId",
                table: "Decisions",
                columns: new[] { "RunId", "EmployeeId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Installations_DecisionId",
                table: "Installations",
                column: "DecisionId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Installations_EmployeeId",
                table: "Installations",
                column: "EmployeeId");

            migrationBuilder.CreateIndex(
                name: "IX_Installations_FromPath_State",
                table: "Installations",
                columns: new[] { "FromPath", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_Installations_PlacePath_State",
                table: "Installations",
                columns: new[] { "PlacePath", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_MobilityAppeals_CampaignId_State",
                table: "MobilityAppeals",
                columns: new[] { "CampaignId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_MobilityAppeals_RunId_EmployeeId",
                table: "MobilityAppeals",
                columns: new[] { "RunId", "EmployeeId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_MobilityRunExceptions_RunId_PlacePath",
                table: "MobilityRunExceptions",
                columns: new[] { "RunId", "PlacePath" });

            migrationBuilder.CreateIndex(
                name: "IX_PostEffects_DecisionId",
                table: "PostEffects",
                column: "DecisionId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Installations");

            migrationBuilder.DropTable(
                name: "MobilityAppeals");

            migrationBuilder.DropTable(
                name: "MobilityRunExceptions");

            migrationBuilder.DropTable(
                name: "PostEffects");

            migrationBuilder.DropIndex(
                name: "IX_Decisions_RunId_EmployeeId",
                table: "Decisions");

            migrationBuilder.DropColumn(
                name: "RunId",
                table: "Decisions");

            migrationBuilder.DropColumn(
                name: "Wish",
                table: "Decisions");
        }
    }
}
