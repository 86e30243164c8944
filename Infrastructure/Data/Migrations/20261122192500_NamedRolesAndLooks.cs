using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class NamedRolesAndLooks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Identity",
                table: "PrintedCodes",
                type: "varchar(20)",
                maxLength: 20,
                nullable: true,
                collation: "utf8mb4_bin");

            migrationBuilder.AddColumn<long>(
                name: "LentByHatId",
                table: "Hats",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "FileLooks",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    PupilId = table.Column<long>(type: "bigint", nullable: false),
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    Day = table.Column<DateOnly>(type: "date", nullable: false),
                    Role = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: false, collation: "utf8mb4_bin"),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    Purpose = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FileLooks", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_Hats_LentByHatId",
                table: "Hats",
                column: "LentByHatId");

            migrationBuilder.CreateIndex(
                name: "IX_FileLooks_Day",
                table: "FileLooks",
                column: "Day");

            migrationBuilder.CreateIndex(
                name: "IX_FileLooks_PupilId_Day_AccountId_Role_PlaceId_Purpose",
                table: "FileLooks",
                columns: new[] { "PupilId", "Day", "AccountId", "Role", "PlaceId", "Purpose" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "FileLooks");

            migrationBuilder.DropIndex(
                name: "IX_Hats_LentByHatId",
                table: "Hats");

            migrationBuilder.DropColumn(
                name: "Identity",
                table: "PrintedCodes");

            migrationBuilder.DropColumn(
                name: "LentByHatId",
                table: "Hats");
        }
    }
}
