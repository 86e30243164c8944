using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class Reorientation : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Reorientations",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    WindowId = table.Column<int>(type: "int", nullable: false),
                    PupilId = table.Column<long>(type: "bigint", nullable: false),
                    LiveKey = table.Column<long>(type: "bigint", nullable: true),
                    EnrollmentId = table.Column<long>(type: "bigint", nullable: false),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    LevelCode = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: false, collation: "utf8mb4_bin"),
                    FromStream = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    ToSchoolId = table.Column<int>(type: "int", nullable: false),
                    ToStream = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    Reason = table.Column<string>(type: "varchar(1000)", maxLength: 1000, nullable: false),
                    AskedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    AskedByAccountId = table.Column<long>(type: "bigint", nullable: false),
                    State = table.Column<byte>(type: "tinyint unsigned", nullable: false),
                    IsFavorable = table.Column<bool>(type: "tinyint(1)", nullable: true),
                    OpinionReason = table.Column<string>(type: "varchar(1000)", maxLength: 1000, nullable: true),
                    Note = table.Column<string>(type: "varchar(500)", maxLength: 500, nullable: true),
                    AdvisedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    AdvisedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    RefusalCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: true, collation: "utf8mb4_bin"),
                    DecisionReason = table.Column<string>(type: "varchar(1000)", maxLength: 1000, nullable: true),
                    DecidedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    DecidedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    TransferId = table.Column<long>(type: "bigint", nullable: true),
                    PlacedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Reorientations", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "ReorientationSeats",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    WindowId = table.Column<int>(type: "int", nullable: false),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    StreamCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    Seats = table.Column<int>(type: "int", nullable: false),
                    Taken = table.Column<int>(type: "int", nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReorientationSeats", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "ReorientationWindows",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    SchoolYearId = table.Column<int>(type: "int", nullable: false),
                    OpensOn = table.Column<DateOnly>(type: "date", nullable: false),
                    ClosesOn = table.Column<DateOnly>(type: "date", nullable: false),
                    OpinionsUntil = table.Column<DateOnly>(type: "date", nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReorientationWindows", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_Reorientations_EnrollmentId",
                table: "Reorientations",
                column: "EnrollmentId");

            migrationBuilder.CreateIndex(
                name: "IX_Reorientations_LiveKey",
                table: "Reorientations",
                column: "LiveKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Reorientations_PupilId_AskedAt",
                table: "Reorientations",
                columns: new[] { "PupilId", "AskedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Reorientations_SchoolId_WindowId",
                table: "Reorientations",
                columns: new[] { "SchoolId", "WindowId" });

            migrationBuilder.CreateIndex(
                name: "IX_Reorientations_ToSchoolId_ToStream",
                table: "Reorientations",
                columns: new[] { "ToSchoolId", "ToStream" });

            migrationBuilder.CreateIndex(
                name: "IX_Reorientations_TransferId",
                table: "Reorientations",
                column: "TransferId");

            migrationBuilder.CreateIndex(
                name: "IX_Reorientations_WindowId_State_AskedAt",
                table: "Reorientations",
                columns: new[] { "WindowId", "State", "AskedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_ReorientationSeats_WindowId_SchoolId_StreamCode",
                table: "ReorientationSeats",
                columns: new[] { "WindowId", "SchoolId", "StreamCode" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ReorientationWindows_PlaceId_SchoolYearId",
                table: "ReorientationWindows",
                columns: new[] { "PlaceId", "SchoolYearId" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Reorientations");

            migrationBuilder.DropTable(
                name: "ReorientationSeats");

            migrationBuilder.DropTable(
                name: "ReorientationWindows");
        }
    }
}
