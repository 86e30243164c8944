using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class RegistryLife : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "PlannedSchools",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    ChangeId = table.Column<long>(type: "bigint", nullable: false),
                    Order = table.Column<int>(type: "int", nullable: false),
                    GresaCode = table.Column<string>(type: "varchar(6)", maxLength: 6, nullable: false, collation: "utf8mb4_bin"),
                    LiveCode = table.Column<string>(type: "varchar(6)", maxLength: 6, nullable: true, collation: "utf8mb4_bin"),
                    NameAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    NameFr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    Nature = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: false, collation: "utf8mb4_bin"),
                    Cycles = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    IsPublic = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    IsUrban = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    ParentId = table.Column<int>(type: "int", nullable: false),
                    AddressAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    Phone = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    FirstYearSeats = table.Column<int>(type: "int", nullable: false),
                    SchoolId = table.Column<int>(type: "int", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PlannedSchools", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "SchoolChangeEvents",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    ChangeId = table.Column<long>(type: "bigint", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    At = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    AccountId = table.Column<long>(type: "bigint", nullable: true),
                    Remark = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SchoolChangeEvents", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "SchoolChanges",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    Kind = table.Column<int>(type: "int", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    AcademyId = table.Column<int>(type: "int", nullable: false),
                    SchoolId = table.Column<int>(type: "int", nullable: true),
                    LiveKey = table.Column<int>(type: "int", nullable: true),
                    EffectiveOn = table.Column<DateOnly>(type: "date", nullable: false),
                    NameAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    NameFr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    CommuneId = table.Column<int>(type: "int", nullable: true),
                    IntoSchoolId = table.Column<int>(type: "int", nullable: true),
                    WasNameAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    WasNameFr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    WasParentId = table.Column<int>(type: "int", nullable: true),
                    Reference = table.Column<string>(type: "varchar(60)", maxLength: 60, nullable: false),
                    DocumentOn = table.Column<DateOnly>(type: "date", nullable: false),
                    Remark = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    SharesJson = table.Column<string>(type: "longtext", nullable: false),
                    FollowsId = table.Column<long>(type: "bigint", nullable: true),
                    ProposedByAccountId = table.Column<long>(type: "bigint", nullable: false),
                    ProposedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SchoolChanges", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "SchoolEntries",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    StartsOn = table.Column<DateOnly>(type: "date", nullable: false),
                    NameAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    NameFr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    ParentId = table.Column<int>(type: "int", nullable: false),
                    IsOpen = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    ChangeId = table.Column<long>(type: "bigint", nullable: true),
                    WrittenAt = table.Column<DateTime>(type: "datetime(6)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SchoolEntries", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "SchoolSuccessions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    FromId = table.Column<int>(type: "int", nullable: false),
                    ToId = table.Column<int>(type: "int", nullable: false),
                    On = table.Column<DateOnly>(type: "date", nullable: false),
                    ChangeId = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SchoolSuccessions", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_PlannedSchools_ChangeId",
                table: "PlannedSchools",
                column: "ChangeId");

            migrationBuilder.CreateIndex(
                name: "IX_PlannedSchools_LiveCode",
                table: "PlannedSchools",
                column: "LiveCode",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SchoolChangeEvents_ChangeId_At",
                table: "SchoolChangeEvents",
                columns: new[] { "ChangeId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_SchoolChanges_AcademyId_ProposedAt",
                table: "SchoolChanges",
                columns: new[] { "AcademyId", "ProposedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_SchoolChanges_LiveKey",
                table: "SchoolChanges",
                column: "LiveKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SchoolChanges_PlaceId_ProposedAt",
                table: "SchoolChanges",
                columns: new[] { "PlaceId", "ProposedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_SchoolChanges_SchoolId",
                table: "SchoolChanges",
                column: "SchoolId");

            migrationBuilder.CreateIndex(
                name: "IX_SchoolEntries_SchoolId_StartsOn",
                table: "SchoolEntries",
                columns: new[] { "SchoolId", "StartsOn" });

            migrationBuilder.CreateIndex(
                name: "IX_SchoolSuccessions_FromId",
                table: "SchoolSuccessions",
                column: "FromId");

            migrationBuilder.CreateIndex(
                name: "IX_SchoolSuccessions_ToId",
                table: "SchoolSuccessions",
                column: "ToId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "PlannedSchools");

            migrationBuilder.DropTable(
                name: "SchoolChangeEvents");

            migrationBuilder.DropTable(
                name: "SchoolChanges");

            migrationBuilder.DropTable(
                name: "SchoolEntries");

            migrationBuilder.DropTable(
                name: "SchoolSuccessions");
        }
    }
}
