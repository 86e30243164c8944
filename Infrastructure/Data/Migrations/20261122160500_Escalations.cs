using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class Escalations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "PublishAt",
                table: "ReorientationWindows",
                type: "datetime(6)",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Reserved",
                table: "ReorientationSeats",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "Escalations",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    Kind = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    CaseId = table.Column<long>(type: "bigint", nullable: false),
                    Round = table.Column<int>(type: "int", nullable: false),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    DirectorateId = table.Column<int>(type: "int", nullable: false),
                    Office = table.Column<int>(type: "int", nullable: false),
                    DueOn = table.Column<DateOnly>(type: "date", nullable: false),
                    PassedOn = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Escalations", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "ReorientationHeldDecisions",
                columns: table => new
                {
                    RequestId = table.Column<long>(type: "bigint", nullable: false),
                    WindowId = table.Column<int>(type: "int", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    State = table.Column<byte>(type: "tinyint unsigned", nullable: false),
                    Code = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: true, collation: "utf8mb4_bin"),
                    Reason = table.Column<string>(type: "varchar(1000)", maxLength: 1000, nullable: true),
                    DecidedByAccountId = table.Column<long>(type: "bigint", nullable: false),
                    DecidedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    Failed = table.Column<string>(type: "varchar(80)", maxLength: 80, nullable: true, collation: "utf8mb4_bin"),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReorientationHeldDecisions", x => x.RequestId);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "RosterFindingBooks",
                columns: table => new
                {
                    ImportId = table.Column<int>(type: "int", nullable: false),
                    Packed = table.Column<byte[]>(type: "longblob", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RosterFindingBooks", x => x.ImportId);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_Escalations_DirectorateId_Kind_PassedOn",
                table: "Escalations",
                columns: new[] { "DirectorateId", "Kind", "PassedOn" });

            migrationBuilder.CreateIndex(
                name: "IX_Escalations_DirectorateId_PassedOn",
                table: "Escalations",
                columns: new[] { "DirectorateId", "PassedOn" });

            migrationBuilder.CreateIndex(
                name: "IX_Escalations_Kind_CaseId_Round_SchoolId",
                table: "Escalations",
                columns: new[] { "Kind", "CaseId", "Round", "SchoolId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ReorientationHeldDecisions_WindowId",
                table: "ReorientationHeldDecisions",
                column: "WindowId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Escalations");

            migrationBuilder.DropTable(
                name: "ReorientationHeldDecisions");

            migrationBuilder.DropTable(
                name: "RosterFindingBooks");

            migrationBuilder.DropColumn(
                name: "PublishAt",
                table: "ReorientationWindows");

            migrationBuilder.DropColumn(
                name: "Reserved",
                table: "ReorientationSeats");
        }
    }
}
