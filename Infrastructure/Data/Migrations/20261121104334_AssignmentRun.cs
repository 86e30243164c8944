using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class AssignmentRun : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "MobilityRunFiles",
                columns: table => new
                {
                    RunId = table.Column<long>(type: "bigint", nullable: false),
                    Kind = table.Column<int>(type: "int", nullable: false),
                    Number = table.Column<int>(type: "int", nullable: false),
                    Bytes = table.Column<byte[]>(type: "longblob", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MobilityRunFiles", x => new { x.RunId, x.Kind, x.Number });
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "MobilityRunOutcomes",
                columns: table => new
                {
                    RunId = table.Column<long>(type: "bigint", nullable: false),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    Number = table.Column<int>(type: "int", nullable: false),
                    SubmissionId = table.Column<long>(type: "bigint", nullable: false),
                    GroupCode = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: false, collation: "utf8mb4_bin"),
                    Class = table.Column<int>(type: "int", nullable: false),
                    Points = table.Column<decimal>(type: "decimal(12,2)", precision: 12, scale: 2, nullable: false),
                    PostedOn = table.Column<DateOnly>(type: "date", nullable: false),
                    RecruitedOn = table.Column<DateOnly>(type: "date", nullable: false),
                    BirthDate = table.Column<DateOnly>(type: "date", nullable: false),
                    FromPlaceId = table.Column<int>(type: "int", nullable: false),
                    FromPath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    ToPlaceId = table.Column<int>(type: "int", nullable: false),
                    ToPath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    Wish = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MobilityRunOutcomes", x => new { x.RunId, x.EmployeeId });
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "MobilityRunPosts",
                columns: table => new
                {
                    RunId = table.Column<long>(type: "bigint", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    GroupCode = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: false, collation: "utf8mb4_bin"),
                    Number = table.Column<int>(type: "int", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    Vacant = table.Column<int>(type: "int", nullable: false),
                    Left = table.Column<int>(type: "int", nullable: false),
                    Arrived = table.Column<int>(type: "int", nullable: false),
                    BarrierClass = table.Column<int>(type: "int", nullable: true),
                    BarrierPoints = table.Column<decimal>(type: "decimal(12,2)", precision: 12, scale: 2, nullable: true),
                    BarrierPostedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    BarrierRecruitedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    BarrierBirthDate = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MobilityRunPosts", x => new { x.RunId, x.PlaceId, x.GroupCode });
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "MobilityRuns",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    CampaignId = table.Column<int>(type: "int", nullable: false),
                    Number = table.Column<int>(type: "int", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    AskedByAccountId = table.Column<long>(type: "bigint", nullable: false),
                    AskedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    Reason = table.Column<string>(type: "varchar(500)", maxLength: 500, nullable: true),
                    Salt = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    EndedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Participants = table.Column<int>(type: "int", nullable: false),
                    Posts = table.Column<int>(type: "int", nullable: false),
                    VacantSeats = table.Column<int>(type: "int", nullable: false),
                    Moved = table.Column<int>(type: "int", nullable: false),
                    Ranks = table.Column<string>(type: "varchar(400)", maxLength: 400, nullable: false, collation: "utf8mb4_bin"),
                    InputsHash = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: true, collation: "utf8mb4_bin"),
                    ResultHash = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: true, collation: "utf8mb4_bin"),
                    Engine = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: true, collation: "utf8mb4_bin"),
                    Findings = table.Column<int>(type: "int", nullable: false),
                    PublishAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    PublishedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    AnnouncedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MobilityRuns", x => x.Id);
                    table.ForeignKey(
                        name: "FK_MobilityRuns_MobilityCampaigns_CampaignId",
                        column: x => x.CampaignId,
                        principalTable: "MobilityCampaigns",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "MobilityVacantPosts",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    CampaignId = table.Column<int>(type: "int", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    GroupCode = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: false, collation: "utf8mb4_bin"),
                    Seats = table.Column<int>(type: "int", nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MobilityVacantPosts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_MobilityVacantPosts_MobilityCampaigns_CampaignId",
                        column: x => x.CampaignId,
                        principalTable: "MobilityCampaigns",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_MobilityRunOutcomes_EmployeeId",
                table: "MobilityRunOutcomes",
                column: "EmployeeId");

            migrationBuilder.CreateIndex(
                name: "IX_MobilityRunOutcomes_RunId_FromPath",
                table: "MobilityRunOutcomes",
                columns: new[] { "RunId", "FromPath" });

            migrationBuilder.CreateIndex(
                name: "IX_MobilityRunOutcomes_RunId_Number",
                table: "MobilityRunOutcomes",
                columns: new[] { "RunId", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_MobilityRunOutcomes_RunId_ToPath",
                table: "MobilityRunOutcomes",
                columns: new[] { "RunId", "ToPath" });

            migrationBuilder.CreateIndex(
                name: "IX_MobilityRunPosts_RunId_PlacePath",
                table: "MobilityRunPosts",
                columns: new[] { "RunId", "PlacePath" });

            migrationBuilder.CreateIndex(
                name: "IX_MobilityRuns_CampaignId_Number",
                table: "MobilityRuns",
                columns: new[] { "CampaignId", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_MobilityRuns_PublishAt",
                table: "MobilityRuns",
                column: "PublishAt");

            migrationBuilder.CreateIndex(
                name: "IX_MobilityVacantPosts_CampaignId_PlaceId_GroupCode",
                table: "MobilityVacantPosts",
                columns: new[] { "CampaignId", "PlaceId", "GroupCode" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_MobilityVacantPosts_CampaignId_PlacePath",
                table: "MobilityVacantPosts",
                columns: new[] { "CampaignId", "PlacePath" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "MobilityRunFiles");

            migrationBuilder.DropTable(
                name: "MobilityRunOutcomes");

            migrationBuilder.DropTable(
                name: "MobilityRunPosts");

            migrationBuilder.DropTable(
                name: "MobilityRuns");

            migrationBuilder.DropTable(
                name: "MobilityVacantPosts");
        }
    }
}
