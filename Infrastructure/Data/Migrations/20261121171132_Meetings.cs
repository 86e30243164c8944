using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class Meetings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Meetings",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    PupilId = table.Column<long>(type: "bigint", nullable: false),
                    ClassId = table.Column<int>(type: "int", nullable: false),
                    SubjectCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    GuardianId = table.Column<long>(type: "bigint", nullable: false),
                    Day = table.Column<DateOnly>(type: "date", nullable: false),
                    Minute = table.Column<int>(type: "int", nullable: false),
                    Minutes = table.Column<int>(type: "int", nullable: false),
                    Topic = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    BookedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    BookedByAccountId = table.Column<long>(type: "bigint", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    StateSince = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    Why = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    LiveKey = table.Column<string>(type: "varchar(60)", maxLength: 60, nullable: true, collation: "utf8mb4_bin"),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Meetings", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_Meetings_EmployeeId_Day",
                table: "Meetings",
                columns: new[] { "EmployeeId", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_Meetings_GuardianId_Day",
                table: "Meetings",
                columns: new[] { "GuardianId", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_Meetings_LiveKey",
                table: "Meetings",
                column: "LiveKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Meetings_PupilId",
                table: "Meetings",
                column: "PupilId");

            migrationBuilder.CreateIndex(
                name: "IX_Meetings_SchoolId_Day",
                table: "Meetings",
                columns: new[] { "SchoolId", "Day" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Meetings");
        }
    }
}
