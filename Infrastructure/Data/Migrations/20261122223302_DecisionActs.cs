using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class DecisionActs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "DelegatedKinds",
                table: "Hats",
                type: "varchar(1500)",
                maxLength: 1500,
                nullable: true,
                collation: "utf8mb4_bin");

            migrationBuilder.AddColumn<string>(
                name: "Delegation",
                table: "DecisionVisas",
                type: "varchar(20)",
                maxLength: 20,
                nullable: true,
                collation: "utf8mb4_bin");

            migrationBuilder.CreateTable(
                name: "Delegations",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    Role = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: false, collation: "utf8mb4_bin"),
                    GiverHatId = table.Column<long>(type: "bigint", nullable: false),
                    GiverAccountId = table.Column<long>(type: "bigint", nullable: false),
                    GiverAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    GiverLatin = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    DelegateAccountId = table.Column<long>(type: "bigint", nullable: false),
                    DelegateAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    DelegateLatin = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    DelegateRole = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: false, collation: "utf8mb4_bin"),
                    HatId = table.Column<long>(type: "bigint", nullable: false),
                    Kinds = table.Column<string>(type: "varchar(1500)", maxLength: 1500, nullable: false, collation: "utf8mb4_bin"),
                    CauseCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    StartsOn = table.Column<DateOnly>(type: "date", nullable: false),
                    EndsOn = table.Column<DateOnly>(type: "date", nullable: false),
                    At = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    Number = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: true, collation: "utf8mb4_bin"),
                    DocumentId = table.Column<long>(type: "bigint", nullable: true),
                    EndedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    EndedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Delegations", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Delegations_Hats_HatId",
                        column: x => x.HatId,
                        principalTable: "Hats",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "Postponements",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    Year = table.Column<int>(type: "int", nullable: false),
                    DueOn = table.Column<DateOnly>(type: "date", nullable: true),
                    ReasonCode = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: false, collation: "utf8mb4_bin"),
                    Remark = table.Column<string>(type: "varchar(500)", maxLength: 500, nullable: true),
                    At = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    ByAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    ByLatin = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    LiftedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    LiftedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    LiftedByAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    LiftedByLatin = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Postponements", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Postponements_Employees_EmployeeId",
                        column: x => x.EmployeeId,
                        principalTable: "Employees",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_Delegations_DelegateAccountId",
                table: "Delegations",
                column: "DelegateAccountId");

            migrationBuilder.CreateIndex(
                name: "IX_Delegations_DocumentId",
                table: "Delegations",
                column: "DocumentId");

            migrationBuilder.CreateIndex(
                name: "IX_Delegations_GiverHatId",
                table: "Delegations",
                column: "GiverHatId");

            migrationBuilder.CreateIndex(
                name: "IX_Delegations_HatId",
                table: "Delegations",
                column: "HatId");

            migrationBuilder.CreateIndex(
                name: "IX_Delegations_PlacePath_StartsOn",
                table: "Delegations",
                columns: new[] { "PlacePath", "StartsOn" });

            migrationBuilder.CreateIndex(
                name: "IX_Postponements_EmployeeId_Year",
                table: "Postponements",
                columns: new[] { "EmployeeId", "Year" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Delegations");

            migrationBuilder.DropTable(
                name: "Postponements");

            migrationBuilder.DropColumn(
                name: "DelegatedKinds",
                table: "Hats");

            migrationBuilder.DropColumn(
                name: "Delegation",
                table: "DecisionVisas");
        }
    }
}
