using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class Guidance : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "GuidanceCampaigns",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    SchoolYearId = table.Column<int>(type: "int", nullable: false),
                    ToLevel = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: false, collation: "utf8mb4_bin"),
                    OpensOn = table.Column<DateOnly>(type: "date", nullable: false),
                    ClosesOn = table.Column<DateOnly>(type: "date", nullable: false),
                    OpinionsUntil = table.Column<DateOnly>(type: "date", nullable: false),
                    MaxWishes = table.Column<int>(type: "int", nullable: false),
                    AppealDays = table.Column<int>(type: "int", nullable: false),
                    Stage = table.Column<byte>(type: "tinyint unsigned", nullable: false),
                    ProposedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    ProposedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    PublishAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    PublishedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    AssignedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_GuidanceCampaigns", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "GuidanceFiles",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    CampaignId = table.Column<int>(type: "int", nullable: false),
                    PupilId = table.Column<long>(type: "bigint", nullable: false),
                    EnrollmentId = table.Column<long>(type: "bigint", nullable: false),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    State = table.Column<byte>(type: "tinyint unsigned", nullable: false),
                    SentAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    SentByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    Note = table.Column<string>(type: "varchar(500)", maxLength: 500, nullable: true),
                    AdvisedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Average = table.Column<decimal>(type: "decimal(4,2)", precision: 4, scale: 2, nullable: true),
                    Basis = table.Column<byte>(type: "tinyint unsigned", nullable: false),
                    ToSchoolId = table.Column<int>(type: "int", nullable: true),
                    ToStream = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: true, collation: "utf8mb4_bin"),
                    DecisionReason = table.Column<string>(type: "varchar(1000)", maxLength: 1000, nullable: true),
                    DecidedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    AcceptedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    AppealReason = table.Column<string>(type: "varchar(1000)", maxLength: 1000, nullable: true),
                    AppealedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    AppealAnswer = table.Column<string>(type: "varchar(1000)", maxLength: 1000, nullable: true),
                    IsUpheld = table.Column<bool>(type: "tinyint(1)", nullable: true),
                    AnsweredAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    AnsweredByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    AssignedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_GuidanceFiles", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "GuidanceSeats",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    DirectorateId = table.Column<int>(type: "int", nullable: false),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    SchoolYearId = table.Column<int>(type: "int", nullable: false),
                    LevelCode = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: false, collation: "utf8mb4_bin"),
                    StreamCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    Seats = table.Column<int>(type: "int", nullable: false),
                    FormerAverage = table.Column<decimal>(type: "decimal(4,2)", precision: 4, scale: 2, nullable: true),
                    Admitted = table.Column<int>(type: "int", nullable: false),
                    LowestAverage = table.Column<decimal>(type: "decimal(4,2)", precision: 4, scale: 2, nullable: true),
                    LastAverage = table.Column<decimal>(type: "decimal(4,2)", precision: 4, scale: 2, nullable: true),
                    LastOpinion = table.Column<byte>(type: "tinyint unsigned", nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_GuidanceSeats", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "GuidedPlaces",
                columns: table => new
                {
                    PupilId = table.Column<long>(type: "bigint", nullable: false),
                    SchoolYearId = table.Column<int>(type: "int", nullable: false),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    LevelCode = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: false, collation: "utf8mb4_bin"),
                    StreamCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_GuidedPlaces", x => new { x.PupilId, x.SchoolYearId });
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "GuidanceWishes",
                columns: table => new
                {
                    FileId = table.Column<long>(type: "bigint", nullable: false),
                    Rank = table.Column<int>(type: "int", nullable: false),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    StreamCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    Opinion = table.Column<byte>(type: "tinyint unsigned", nullable: false),
                    Standing = table.Column<int>(type: "int", nullable: true),
                    Candidates = table.Column<int>(type: "int", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_GuidanceWishes", x => new { x.FileId, x.Rank });
                    table.ForeignKey(
                        name: "FK_GuidanceWishes_GuidanceFiles_FileId",
                        column: x => x.FileId,
                        principalTable: "GuidanceFiles",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_GuidanceCampaigns_PlaceId_SchoolYearId_ToLevel",
                table: "GuidanceCampaigns",
                columns: new[] { "PlaceId", "SchoolYearId", "ToLevel" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_GuidanceFiles_CampaignId_State",
                table: "GuidanceFiles",
                columns: new[] { "CampaignId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_GuidanceFiles_EnrollmentId",
                table: "GuidanceFiles",
                column: "EnrollmentId");

            migrationBuilder.CreateIndex(
                name: "IX_GuidanceFiles_PupilId_CampaignId",
                table: "GuidanceFiles",
                columns: new[] { "PupilId", "CampaignId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_GuidanceSeats_DirectorateId_SchoolYearId_LevelCode",
                table: "GuidanceSeats",
                columns: new[] { "DirectorateId", "SchoolYearId", "LevelCode" });

            migrationBuilder.CreateIndex(
                name: "IX_GuidanceSeats_SchoolId_SchoolYearId_LevelCode_StreamCode",
                table: "GuidanceSeats",
                columns: new[] { "SchoolId", "SchoolYearId", "LevelCode", "StreamCode" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_GuidanceWishes_SchoolId",
                table: "GuidanceWishes",
                column: "SchoolId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "GuidanceCampaigns");

            migrationBuilder.DropTable(
                name: "GuidanceSeats");

            migrationBuilder.DropTable(
                name: "GuidanceWishes");

            migrationBuilder.DropTable(
                name: "GuidedPlaces");

            migrationBuilder.DropTable(
                name: "GuidanceFiles");
        }
    }
}
