using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class MovementPhases : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "FlagCaseId",
                table: "MovementRequests",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "MinistryAccountId",
                table: "MovementRequests",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ObligedBy",
                table: "MovementRequests",
                type: "varchar(20)",
                maxLength: 20,
                nullable: true,
                collation: "utf8mb4_bin");

            migrationBuilder.AddColumn<int>(
                name: "Carried",
                table: "MobilityVacantPosts",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTime>(
                name: "CarriedAt",
                table: "MobilityCampaigns",
                type: "datetime(6)",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "FollowsId",
                table: "MobilityCampaigns",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "MinistryFrom",
                table: "MobilityCampaigns",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "MinistryUntil",
                table: "MobilityCampaigns",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "NotHeldReason",
                table: "MobilityCampaigns",
                type: "varchar(300)",
                maxLength: 300,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "DocumentId",
                table: "MobilityAppeals",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Effect",
                table: "MobilityAppeals",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "EffectGroup",
                table: "MobilityAppeals",
                type: "varchar(40)",
                maxLength: 40,
                nullable: true,
                collation: "utf8mb4_bin");

            migrationBuilder.AddColumn<int>(
                name: "EffectPlaceId",
                table: "MobilityAppeals",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "EffectRunId",
                table: "MobilityAppeals",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ExtendsId",
                table: "Leaves",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "MinutesId",
                table: "Leaves",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ReturnByAccountId",
                table: "Leaves",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ReturnDispute",
                table: "Leaves",
                type: "varchar(300)",
                maxLength: 300,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "MobilityCarriedPosts",
                columns: table => new
                {
                    RunId = table.Column<long>(type: "bigint", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    GroupCode = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: false, collation: "utf8mb4_bin"),
                    CampaignId = table.Column<int>(type: "int", nullable: false),
                    Seats = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MobilityCarriedPosts", x => new { x.RunId, x.PlaceId, x.GroupCode });
                    table.ForeignKey(
                        name: "FK_MobilityCarriedPosts_MobilityCampaigns_CampaignId",
                        column: x => x.CampaignId,
                        principalTable: "MobilityCampaigns",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_MobilityCarriedPosts_MobilityRuns_RunId",
                        column: x => x.RunId,
                        principalTable: "MobilityRuns",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_MovementRequests_FlagCaseId",
                table: "MovementRequests",
                column: "FlagCaseId");

            migrationBuilder.CreateIndex(
                name: "IX_MobilityCampaigns_SchoolYearId",
                table: "MobilityCampaigns",
                column: "SchoolYearId");

            migrationBuilder.CreateIndex(
                name: "IX_MobilityAppeals_DocumentId",
                table: "MobilityAppeals",
                column: "DocumentId");

            migrationBuilder.CreateIndex(
                name: "IX_MobilityAppeals_EffectRunId",
                table: "MobilityAppeals",
                column: "EffectRunId");

            migrationBuilder.CreateIndex(
                name: "IX_Leaves_ExtendsId",
                table: "Leaves",
                column: "ExtendsId");

            migrationBuilder.CreateIndex(
                name: "IX_MobilityCarriedPosts_CampaignId",
                table: "MobilityCarriedPosts",
                column: "CampaignId");

            migrationBuilder.AddForeignKey(
                name: "FK_MobilityAppeals_StoredFiles_DocumentId",
                table: "MobilityAppeals",
                column: "DocumentId",
                principalTable: "StoredFiles",
                principalColumn: "Id");

            migrationBuilder.AddForeignKey(
                name: "FK_MovementRequests_FlagCases_FlagCaseId",
                table: "MovementRequests",
                column: "FlagCaseId",
                principalTable: "FlagCases",
                principalColumn: "Id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_MobilityAppeals_StoredFiles_DocumentId",
                table: "MobilityAppeals");

            migrationBuilder.DropForeignKey(
                name: "FK_MovementRequests_FlagCases_FlagCaseId",
                table: "MovementRequests");

            migrationBuilder.DropTable(
                name: "MobilityCarriedPosts");

            migrationBuilder.DropIndex(
                name: "IX_MovementRequests_FlagCaseId",
                table: "MovementRequests");

            migrationBuilder.DropIndex(
                name: "IX_MobilityCampaigns_SchoolYearId",
                table: "MobilityCampaigns");

            migrationBuilder.DropIndex(
                name: "IX_MobilityAppeals_DocumentId",
                table: "MobilityAppeals");

            migrationBuilder.DropIndex(
                name: "IX_MobilityAppeals_EffectRunId",
                table: "MobilityAppeals");

            migrationBuilder.DropIndex(
                name: "IX_Leaves_ExtendsId",
                table: "Leaves");

            migrationBuilder.DropColumn(
                name: "FlagCaseId",
                table: "MovementRequests");

            migrationBuilder.DropColumn(
                name: "MinistryAccountId",
                table: "MovementRequests");

            migrationBuilder.DropColumn(
                name: "ObligedBy",
                table: "MovementRequests");

            migrationBuilder.DropColumn(
                name: "Carried",
                table: "MobilityVacantPosts");

            migrationBuilder.DropColumn(
                name: "CarriedAt",
                table: "MobilityCampaigns");

            migrationBuilder.DropColumn(
                name: "FollowsId",
                table: "MobilityCampaigns");

            migrationBuilder.DropColumn(
                name: "MinistryFrom",
                table: "MobilityCampaigns");

            migrationBuilder.DropColumn(
                name: "MinistryUntil",
                table: "MobilityCampaigns");

            migrationBuilder.DropColumn(
                name: "NotHeldReason",
                table: "MobilityCampaigns");

            migrationBuilder.DropColumn(
                name: "DocumentId",
                table: "MobilityAppeals");

            migrationBuilder.DropColumn(
                name: "Effect",
                table: "MobilityAppeals");

            migrationBuilder.DropColumn(
                name: "EffectGroup",
                table: "MobilityAppeals");

            migrationBuilder.DropColumn(
                name: "EffectPlaceId",
                table: "MobilityAppeals");

            migrationBuilder.DropColumn(
                name: "EffectRunId",
                table: "MobilityAppeals");

            migrationBuilder.DropColumn(
                name: "ExtendsId",
                table: "Leaves");

            migrationBuilder.DropColumn(
                name: "MinutesId",
                table: "Leaves");

            migrationBuilder.DropColumn(
                name: "ReturnByAccountId",
                table: "Leaves");

            migrationBuilder.DropColumn(
                name: "ReturnDispute",
                table: "Leaves");
        }
    }
}
