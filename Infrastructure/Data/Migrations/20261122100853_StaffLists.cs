using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class StaffLists : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "StaffListRows",
                columns: table => new
                {
                    ListId = table.Column<int>(type: "int", nullable: false),
                    Number = table.Column<int>(type: "int", nullable: false),
                    Typed = table.Column<string>(type: "longtext", nullable: false),
                    Fate = table.Column<byte>(type: "tinyint unsigned", nullable: false),
                    Problems = table.Column<string>(type: "longtext", nullable: false),
                    Changes = table.Column<string>(type: "longtext", nullable: false),
                    Hints = table.Column<string>(type: "longtext", nullable: false),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: true),
                    ChosenEmployeeId = table.Column<long>(type: "bigint", nullable: true),
                    Word = table.Column<byte>(type: "tinyint unsigned", nullable: false),
                    IsWritten = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    EmployeeVersion = table.Column<int>(type: "int", nullable: true),
                    CareerStepId = table.Column<long>(type: "bigint", nullable: true),
                    PostingId = table.Column<long>(type: "bigint", nullable: true),
                    OldGradeCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: true, collation: "utf8mb4_bin"),
                    OldPlaceId = table.Column<int>(type: "int", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StaffListRows", x => new { x.ListId, x.Number });
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "StaffLists",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    ByAccountId = table.Column<long>(type: "bigint", nullable: false),
                    FileName = table.Column<string>(type: "varchar(120)", maxLength: 120, nullable: false),
                    Source = table.Column<string>(type: "varchar(160)", maxLength: 160, nullable: false),
                    FileHash = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    ReadAs = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: false, collation: "utf8mb4_bin"),
                    Ignored = table.Column<string>(type: "varchar(400)", maxLength: 400, nullable: false),
                    State = table.Column<byte>(type: "tinyint unsigned", nullable: false),
                    SentAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    CheckedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    ConfirmedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    ConfirmedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    DoneAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    UndoneAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Rows = table.Column<int>(type: "int", nullable: false),
                    Created = table.Column<int>(type: "int", nullable: false),
                    Changed = table.Column<int>(type: "int", nullable: false),
                    Elsewhere = table.Column<int>(type: "int", nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StaffLists", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "StaffMerges",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    KeptEmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    OtherEmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    LiveKey = table.Column<long>(type: "bigint", nullable: true),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    Reason = table.Column<string>(type: "varchar(500)", maxLength: 500, nullable: false),
                    ProposedByAccountId = table.Column<long>(type: "bigint", nullable: false),
                    ProposedByEmployeeId = table.Column<long>(type: "bigint", nullable: true),
                    ProposedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    State = table.Column<byte>(type: "tinyint unsigned", nullable: false),
                    DecidedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    DecidedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    DecidedReason = table.Column<string>(type: "varchar(500)", maxLength: 500, nullable: true),
                    UndoneByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    UndoneAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    UndoneReason = table.Column<string>(type: "varchar(500)", maxLength: 500, nullable: true),
                    Moved = table.Column<string>(type: "longtext", nullable: false),
                    Before = table.Column<string>(type: "varchar(1000)", maxLength: 1000, nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StaffMerges", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_Employees_BirthDate",
                table: "Employees",
                column: "BirthDate");

            migrationBuilder.CreateIndex(
                name: "IX_Decisions_RelatedEmployeeId",
                table: "Decisions",
                column: "RelatedEmployeeId");

            migrationBuilder.CreateIndex(
                name: "IX_StaffListRows_EmployeeId",
                table: "StaffListRows",
                column: "EmployeeId");

            migrationBuilder.CreateIndex(
                name: "IX_StaffListRows_ListId_Fate",
                table: "StaffListRows",
                columns: new[] { "ListId", "Fate" });

            migrationBuilder.CreateIndex(
                name: "IX_StaffLists_PlaceId_SentAt",
                table: "StaffLists",
                columns: new[] { "PlaceId", "SentAt" });

            migrationBuilder.CreateIndex(
                name: "IX_StaffLists_State_SentAt",
                table: "StaffLists",
                columns: new[] { "State", "SentAt" });

            migrationBuilder.CreateIndex(
                name: "IX_StaffMerges_KeptEmployeeId",
                table: "StaffMerges",
                column: "KeptEmployeeId");

            migrationBuilder.CreateIndex(
                name: "IX_StaffMerges_LiveKey",
                table: "StaffMerges",
                column: "LiveKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_StaffMerges_OtherEmployeeId",
                table: "StaffMerges",
                column: "OtherEmployeeId");

            migrationBuilder.CreateIndex(
                name: "IX_StaffMerges_PlaceId_State_ProposedAt",
                table: "StaffMerges",
                columns: new[] { "PlaceId", "State", "ProposedAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "StaffListRows");

            migrationBuilder.DropTable(
                name: "StaffLists");

            migrationBuilder.DropTable(
                name: "StaffMerges");

            migrationBuilder.DropIndex(
                name: "IX_Employees_BirthDate",
                table: "Employees");

            migrationBuilder.DropIndex(
                name: "IX_Decisions_RelatedEmployeeId",
                table: "Decisions");
        }
    }
}
