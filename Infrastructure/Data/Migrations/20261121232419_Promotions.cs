using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class Promotions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "NewEchelle",
                table: "Decisions",
                type: "varchar(10)",
                maxLength: 10,
                nullable: true,
                collation: "utf8mb4_bin");

            migrationBuilder.AddColumn<string>(
                name: "NewGradeCode",
                table: "Decisions",
                type: "varchar(20)",
                maxLength: 20,
                nullable: true,
                collation: "utf8mb4_bin");

            migrationBuilder.CreateTable(
                name: "PromotionTables",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    Year = table.Column<int>(type: "int", nullable: false),
                    Way = table.Column<int>(type: "int", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    Years = table.Column<int>(type: "int", nullable: false),
                    Quota = table.Column<int>(type: "int", nullable: false),
                    PointsYear = table.Column<decimal>(type: "decimal(6,2)", precision: 6, scale: 2, nullable: false),
                    PointsRating = table.Column<decimal>(type: "decimal(6,2)", precision: 6, scale: 2, nullable: false),
                    PreparedByAccountId = table.Column<long>(type: "bigint", nullable: false),
                    PreparedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    ChangedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    ReturnedFor = table.Column<string>(type: "varchar(500)", maxLength: 500, nullable: true),
                    ClosedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    ClosedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    BatchId = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PromotionTables", x => x.Id);
                    table.ForeignKey(
                        name: "FK_PromotionTables_DecisionBatches_BatchId",
                        column: x => x.BatchId,
                        principalTable: "DecisionBatches",
                        principalColumn: "Id");
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "PromotionLines",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    TableId = table.Column<long>(type: "bigint", nullable: false),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    GradeCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    NewGradeCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    GradeSince = table.Column<DateOnly>(type: "date", nullable: true),
                    Days = table.Column<int>(type: "int", nullable: false),
                    EligibleOn = table.Column<DateOnly>(type: "date", nullable: true),
                    EffectiveOn = table.Column<DateOnly>(type: "date", nullable: true),
                    Rating = table.Column<decimal>(type: "decimal(4,2)", precision: 4, scale: 2, nullable: true),
                    Points = table.Column<decimal>(type: "decimal(7,2)", precision: 7, scale: 2, nullable: true),
                    Mark = table.Column<decimal>(type: "decimal(4,2)", precision: 4, scale: 2, nullable: true),
                    Rank = table.Column<int>(type: "int", nullable: true),
                    WhyCode = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: true, collation: "utf8mb4_bin"),
                    WhyArgs = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    IsOn = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    MovedFor = table.Column<string>(type: "varchar(500)", maxLength: 500, nullable: true),
                    MovedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    MovedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    DecisionId = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PromotionLines", x => x.Id);
                    table.ForeignKey(
                        name: "FK_PromotionLines_PromotionTables_TableId",
                        column: x => x.TableId,
                        principalTable: "PromotionTables",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_PromotionLines_DecisionId",
                table: "PromotionLines",
                column: "DecisionId");

            migrationBuilder.CreateIndex(
                name: "IX_PromotionLines_EmployeeId",
                table: "PromotionLines",
                column: "EmployeeId");

            migrationBuilder.CreateIndex(
                name: "IX_PromotionLines_TableId_EmployeeId",
                table: "PromotionLines",
                columns: new[] { "TableId", "EmployeeId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PromotionLines_TableId_GradeCode_Rank",
                table: "PromotionLines",
                columns: new[] { "TableId", "GradeCode", "Rank" });

            migrationBuilder.CreateIndex(
                name: "IX_PromotionTables_BatchId",
                table: "PromotionTables",
                column: "BatchId");

            migrationBuilder.CreateIndex(
                name: "IX_PromotionTables_PlaceId_Year_Way",
                table: "PromotionTables",
                columns: new[] { "PlaceId", "Year", "Way" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PromotionTables_PlacePath_Year",
                table: "PromotionTables",
                columns: new[] { "PlacePath", "Year" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "PromotionLines");

            migrationBuilder.DropTable(
                name: "PromotionTables");

            migrationBuilder.DropColumn(
                name: "NewEchelle",
                table: "Decisions");

            migrationBuilder.DropColumn(
                name: "NewGradeCode",
                table: "Decisions");
        }
    }
}
