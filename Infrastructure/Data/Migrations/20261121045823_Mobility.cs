using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class Mobility : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(
                name: "ClosedOn",
                table: "Schools",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "DocumentId",
                table: "DatumContests",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "MobilityPriorityClaims",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    CampaignId = table.Column<int>(type: "int", nullable: false),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    Case = table.Column<int>(type: "int", nullable: false),
                    Proof = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    DocumentId = table.Column<long>(type: "bigint", nullable: true),
                    ClaimedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    DecidedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    DecidedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    DecisionRemark = table.Column<string>(type: "varchar(500)", maxLength: 500, nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MobilityPriorityClaims", x => x.Id);
                    table.ForeignKey(
                        name: "FK_MobilityPriorityClaims_MobilityCampaigns_CampaignId",
                        column: x => x.CampaignId,
                        principalTable: "MobilityCampaigns",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_MobilityPriorityClaims_StoredFiles_DocumentId",
                        column: x => x.DocumentId,
                        principalTable: "StoredFiles",
                        principalColumn: "Id");
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "MobilityPriorityRules",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    CampaignId = table.Column<int>(type: "int", nullable: false),
                    Case = table.Column<int>(type: "int", nullable: false),
                    Rank = table.Column<int>(type: "int", nullable: false),
                    MinimumYears = table.Column<int>(type: "int", nullable: true),
                    Confidence = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: false, collation: "utf8mb4_bin"),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MobilityPriorityRules", x => x.Id);
                    table.ForeignKey(
                        name: "FK_MobilityPriorityRules_MobilityCampaigns_CampaignId",
                        column: x => x.CampaignId,
                        principalTable: "MobilityCampaigns",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_DatumContests_DocumentId",
                table: "DatumContests",
                column: "DocumentId");

            migrationBuilder.CreateIndex(
                name: "IX_MobilityPriorityClaims_CampaignId",
                table: "MobilityPriorityClaims",
                column: "CampaignId");

            migrationBuilder.CreateIndex(
                name: "IX_MobilityPriorityClaims_DocumentId",
                table: "MobilityPriorityClaims",
                column: "DocumentId");

            migrationBuilder.CreateIndex(
                name: "IX_MobilityPriorityClaims_EmployeeId_CampaignId_Case",
                table: "MobilityPriorityClaims",
                columns: new[] { "EmployeeId", "CampaignId", "Case" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_MobilityPriorityClaims_PlacePath",
                table: "MobilityPriorityClaims",
                column: "PlacePath");

            migrationBuilder.CreateIndex(
                name: "IX_MobilityPriorityRules_CampaignId_Case",
                table: "MobilityPriorityRules",
                columns: new[] { "CampaignId", "Case" },
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "FK_DatumContests_StoredFiles_DocumentId",
                table: "DatumContests",
                column: "DocumentId",
                principalTable: "StoredFiles",
                principalColumn: "Id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_DatumContests_StoredFiles_DocumentId",
                table: "DatumContests");

            migrationBuilder.DropTable(
                name: "MobilityPriorityClaims");

            migrationBuilder.DropTable(
                name: "MobilityPriorityRules");

            migrationBuilder.DropIndex(
                name: "IX_DatumContests_DocumentId",
                table: "DatumContests");

            migrationBuilder.DropColumn(
                name: "ClosedOn",
                table: "Schools");

            migrationBuilder.DropColumn(
                name: "DocumentId",
                table: "DatumContests");
        }
    }
}
