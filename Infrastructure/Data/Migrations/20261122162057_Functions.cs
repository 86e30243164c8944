using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class Functions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "FunctionPlaceId",
                table: "Decisions",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "NewFunction",
                table: "Decisions",
                type: "varchar(30)",
                maxLength: 30,
                nullable: true,
                collation: "utf8mb4_bin");

            migrationBuilder.AddColumn<string>(
                name: "OldFunction",
                table: "Decisions",
                type: "varchar(30)",
                maxLength: 30,
                nullable: true,
                collation: "utf8mb4_bin");

            migrationBuilder.CreateTable(
                name: "FunctionTerms",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    FunctionCode = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: false, collation: "utf8mb4_bin"),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    IsInterim = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    StartsOn = table.Column<DateOnly>(type: "date", nullable: false),
                    EndsOn = table.Column<DateOnly>(type: "date", nullable: false),
                    LearntAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    DecisionId = table.Column<long>(type: "bigint", nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FunctionTerms", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_FunctionTerms_DecisionId",
                table: "FunctionTerms",
                column: "DecisionId");

            migrationBuilder.CreateIndex(
                name: "IX_FunctionTerms_EmployeeId_StartsOn",
                table: "FunctionTerms",
                columns: new[] { "EmployeeId", "StartsOn" });

            migrationBuilder.CreateIndex(
                name: "IX_FunctionTerms_PlaceId_FunctionCode",
                table: "FunctionTerms",
                columns: new[] { "PlaceId", "FunctionCode" });

            migrationBuilder.CreateIndex(
                name: "IX_FunctionTerms_PlacePath_EndsOn",
                table: "FunctionTerms",
                columns: new[] { "PlacePath", "EndsOn" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "FunctionTerms");

            migrationBuilder.DropColumn(
                name: "FunctionPlaceId",
                table: "Decisions");

            migrationBuilder.DropColumn(
                name: "NewFunction",
                table: "Decisions");

            migrationBuilder.DropColumn(
                name: "OldFunction",
                table: "Decisions");
        }
    }
}
