using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class Claims : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "ChildClaims",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    Kind = table.Column<int>(type: "int", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    GuardianId = table.Column<long>(type: "bigint", nullable: false),
                    MassarCode = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: false, collation: "utf8mb4_bin"),
                    PupilId = table.Column<long>(type: "bigint", nullable: true),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    Quality = table.Column<int>(type: "int", nullable: false),
                    Message = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    AskedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    Was = table.Column<int>(type: "int", nullable: true),
                    DecidedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    DecidedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    Why = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    LiveKey = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: true, collation: "utf8mb4_bin"),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ChildClaims", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "ChildSlips",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    PupilId = table.Column<long>(type: "bigint", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    Hash = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    IssuedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    ExpiresAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    IssuedByAccountId = table.Column<long>(type: "bigint", nullable: false),
                    UsedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    UsedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    VoidedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ChildSlips", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "ClaimAnswers",
                columns: table => new
                {
                    ClaimId = table.Column<long>(type: "bigint", nullable: false),
                    GuardianId = table.Column<long>(type: "bigint", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    Agrees = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    At = table.Column<DateTime>(type: "datetime(6)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ClaimAnswers", x => new { x.ClaimId, x.GuardianId });
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "ClaimTries",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    ChildKey = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<DateTime>(type: "datetime(6)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ClaimTries", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_ChildClaims_GuardianId_Id",
                table: "ChildClaims",
                columns: new[] { "GuardianId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_ChildClaims_LiveKey",
                table: "ChildClaims",
                column: "LiveKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ChildClaims_PlaceId_State_AskedAt",
                table: "ChildClaims",
                columns: new[] { "PlaceId", "State", "AskedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_ChildClaims_PupilId_State",
                table: "ChildClaims",
                columns: new[] { "PupilId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_ChildSlips_PlaceId_IssuedAt",
                table: "ChildSlips",
                columns: new[] { "PlaceId", "IssuedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_ChildSlips_PupilId_Hash",
                table: "ChildSlips",
                columns: new[] { "PupilId", "Hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ClaimTries_AccountId_At",
                table: "ClaimTries",
                columns: new[] { "AccountId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_ClaimTries_At",
                table: "ClaimTries",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_ClaimTries_ChildKey_At",
                table: "ClaimTries",
                columns: new[] { "ChildKey", "At" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ChildClaims");

            migrationBuilder.DropTable(
                name: "ChildSlips");

            migrationBuilder.DropTable(
                name: "ClaimAnswers");

            migrationBuilder.DropTable(
                name: "ClaimTries");
        }
    }
}
