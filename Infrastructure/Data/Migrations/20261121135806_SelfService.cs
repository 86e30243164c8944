using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class SelfService : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "LearntAt",
                table: "Postings",
                type: "datetime(6)",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "LearntAt",
                table: "EmployeeChildren",
                type: "datetime(6)",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "FamilySteps",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    StartsOn = table.Column<DateOnly>(type: "date", nullable: false),
                    MaritalStatus = table.Column<int>(type: "int", nullable: false),
                    SpouseNameAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    LearntAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FamilySteps", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "StaffPapers",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    Kind = table.Column<int>(type: "int", nullable: false),
                    AskedOn = table.Column<DateOnly>(type: "date", nullable: false),
                    AskedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    AskedByAccountId = table.Column<long>(type: "bigint", nullable: false),
                    IsCounter = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    LiveKey = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: true, collation: "utf8mb4_bin"),
                    State = table.Column<int>(type: "int", nullable: false),
                    Problems = table.Column<string>(type: "varchar(60)", maxLength: 60, nullable: false, collation: "utf8mb4_bin"),
                    DocumentId = table.Column<long>(type: "bigint", nullable: true),
                    IssuedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    WaitedDays = table.Column<int>(type: "int", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StaffPapers", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_FamilySteps_EmployeeId_StartsOn",
                table: "FamilySteps",
                columns: new[] { "EmployeeId", "StartsOn" });

            migrationBuilder.CreateIndex(
                name: "IX_StaffPapers_DocumentId",
                table: "StaffPapers",
                column: "DocumentId");

            migrationBuilder.CreateIndex(
                name: "IX_StaffPapers_EmployeeId_AskedAt",
                table: "StaffPapers",
                columns: new[] { "EmployeeId", "AskedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_StaffPapers_LiveKey",
                table: "StaffPapers",
                column: "LiveKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_StaffPapers_State_PlacePath_AskedAt",
                table: "StaffPapers",
                columns: new[] { "State", "PlacePath", "AskedAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "FamilySteps");

            migrationBuilder.DropTable(
                name: "StaffPapers");

            migrationBuilder.DropColumn(
                name: "LearntAt",
                table: "Postings");

            migrationBuilder.DropColumn(
                name: "LearntAt",
                table: "EmployeeChildren");
        }
    }
}
