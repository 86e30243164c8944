using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class Contributions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "CashDays",
                columns: table => new
                {
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    Day = table.Column<DateOnly>(type: "date", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    Booked = table.Column<decimal>(type: "decimal(12,2)", precision: 12, scale: 2, nullable: true),
                    Counted = table.Column<decimal>(type: "decimal(12,2)", precision: 12, scale: 2, nullable: true),
                    Difference = table.Column<decimal>(type: "decimal(12,2)", precision: 12, scale: 2, nullable: false),
                    Reason = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    ClosedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    ClosedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    SignedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    SignedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Remark = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CashDays", x => new { x.SchoolId, x.Day });
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "CashEntries",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    SchoolYearId = table.Column<int>(type: "int", nullable: false),
                    Day = table.Column<DateOnly>(type: "date", nullable: false),
                    Kind = table.Column<int>(type: "int", nullable: false),
                    Register = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: false, collation: "utf8mb4_bin"),
                    Number = table.Column<int>(type: "int", nullable: false),
                    Year = table.Column<int>(type: "int", nullable: false),
                    Total = table.Column<decimal>(type: "decimal(12,2)", precision: 12, scale: 2, nullable: false),
                    PupilId = table.Column<long>(type: "bigint", nullable: true),
                    ClassId = table.Column<int>(type: "int", nullable: true),
                    CancelsId = table.Column<long>(type: "bigint", nullable: true),
                    Reason = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    Reference = table.Column<string>(type: "varchar(60)", maxLength: 60, nullable: true),
                    EnteredAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    EnteredByAccountId = table.Column<long>(type: "bigint", nullable: false),
                    DocumentId = table.Column<long>(type: "bigint", nullable: false),
                    Paper = table.Column<string>(type: "longtext", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CashEntries", x => x.Id);
                    table.ForeignKey(
                        name: "FK_CashEntries_IssuedDocuments_DocumentId",
                        column: x => x.DocumentId,
                        principalTable: "IssuedDocuments",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "ContributionExemptions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    SchoolYearId = table.Column<int>(type: "int", nullable: false),
                    PupilId = table.Column<long>(type: "bigint", nullable: false),
                    HeadingCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    ReasonCode = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: false, collation: "utf8mb4_bin"),
                    Note = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    DecidedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    DecidedByAccountId = table.Column<long>(type: "bigint", nullable: false),
                    EndedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    EndedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    LiveKey = table.Column<string>(type: "varchar(60)", maxLength: 60, nullable: true, collation: "utf8mb4_bin"),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ContributionExemptions", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "ContributionHeadings",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    SchoolYearId = table.Column<int>(type: "int", nullable: false),
                    Code = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    CycleCode = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: false, collation: "utf8mb4_bin"),
                    Order = table.Column<int>(type: "int", nullable: false),
                    NameAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    NameFr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    Amount = table.Column<decimal>(type: "decimal(12,2)", precision: 12, scale: 2, nullable: true),
                    IsOptional = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    BeneficiaryAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    BeneficiaryFr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    Confidence = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ContributionHeadings", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "CashLines",
                columns: table => new
                {
                    EntryId = table.Column<long>(type: "bigint", nullable: false),
                    HeadingCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    Amount = table.Column<decimal>(type: "decimal(12,2)", precision: 12, scale: 2, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CashLines", x => new { x.EntryId, x.HeadingCode });
                    table.ForeignKey(
                        name: "FK_CashLines_CashEntries_EntryId",
                        column: x => x.EntryId,
                        principalTable: "CashEntries",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_CashDays_SchoolId_State",
                table: "CashDays",
                columns: new[] { "SchoolId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_CashEntries_CancelsId",
                table: "CashEntries",
                column: "CancelsId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_CashEntries_ClassId_Day",
                table: "CashEntries",
                columns: new[] { "ClassId", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_CashEntries_DocumentId",
                table: "CashEntries",
                column: "DocumentId");

            migrationBuilder.CreateIndex(
                name: "IX_CashEntries_PupilId_SchoolYearId",
                table: "CashEntries",
                columns: new[] { "PupilId", "SchoolYearId" });

            migrationBuilder.CreateIndex(
                name: "IX_CashEntries_SchoolId_Day_Id",
                table: "CashEntries",
                columns: new[] { "SchoolId", "Day", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_CashEntries_SchoolId_Register_Year_Number",
                table: "CashEntries",
                columns: new[] { "SchoolId", "Register", "Year", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_CashEntries_SchoolId_SchoolYearId_Register",
                table: "CashEntries",
                columns: new[] { "SchoolId", "SchoolYearId", "Register" });

            migrationBuilder.CreateIndex(
                name: "IX_ContributionExemptions_LiveKey",
                table: "ContributionExemptions",
                column: "LiveKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ContributionExemptions_PupilId_SchoolYearId",
                table: "ContributionExemptions",
                columns: new[] { "PupilId", "SchoolYearId" });

            migrationBuilder.CreateIndex(
                name: "IX_ContributionExemptions_SchoolId_SchoolYearId",
                table: "ContributionExemptions",
                columns: new[] { "SchoolId", "SchoolYearId" });

            migrationBuilder.CreateIndex(
                name: "IX_ContributionHeadings_SchoolYearId_CycleCode_Code",
                table: "ContributionHeadings",
                columns: new[] { "SchoolYearId", "CycleCode", "Code" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "CashDays");

            migrationBuilder.DropTable(
                name: "CashLines");

            migrationBuilder.DropTable(
                name: "ContributionExemptions");

            migrationBuilder.DropTable(
                name: "ContributionHeadings");

            migrationBuilder.DropTable(
                name: "CashEntries");
        }
    }
}
