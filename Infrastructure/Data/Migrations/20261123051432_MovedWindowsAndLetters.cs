using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class MovedWindowsAndLetters : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<long>(
                name: "GuardianId",
                table: "FamilyThreads",
                type: "bigint",
                nullable: true,
                oldClrType: typeof(long),
                oldType: "bigint");

            migrationBuilder.AddColumn<long>(
                name: "LetterId",
                table: "FamilyThreads",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "SeenAt",
                table: "FamilyThreads",
                type: "datetime(6)",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "TakenBackAt",
                table: "FamilyThreads",
                type: "datetime(6)",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "MoveDays",
                table: "CalendarEntries",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "CouncilUploads",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "char(36)", nullable: false),
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    ClassId = table.Column<int>(type: "int", nullable: false),
                    Semester = table.Column<int>(type: "int", nullable: false),
                    FileName = table.Column<string>(type: "varchar(120)", maxLength: 120, nullable: false),
                    Content = table.Column<byte[]>(type: "longblob", nullable: false),
                    ExpiresAt = table.Column<DateTime>(type: "datetime(6)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CouncilUploads", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "MovedWindows",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    EntryId = table.Column<int>(type: "int", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    StartsOn = table.Column<DateOnly>(type: "date", nullable: true),
                    EndsOn = table.Column<DateOnly>(type: "date", nullable: true),
                    Reason = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: false),
                    Times = table.Column<int>(type: "int", nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MovedWindows", x => x.Id);
                    table.ForeignKey(
                        name: "FK_MovedWindows_CalendarEntries_EntryId",
                        column: x => x.EntryId,
                        principalTable: "CalendarEntries",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "SchoolLetters",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    Door = table.Column<int>(type: "int", nullable: false),
                    ClassId = table.Column<int>(type: "int", nullable: false),
                    SubjectCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: true, collation: "utf8mb4_bin"),
                    PupilId = table.Column<long>(type: "bigint", nullable: true),
                    At = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    Threads = table.Column<int>(type: "int", nullable: false),
                    Unreached = table.Column<int>(type: "int", nullable: false),
                    TakenBackAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SchoolLetters", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_FamilyThreads_LetterId_PupilId_AccountId",
                table: "FamilyThreads",
                columns: new[] { "LetterId", "PupilId", "AccountId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_CouncilUploads_ExpiresAt",
                table: "CouncilUploads",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_MovedWindows_EntryId_PlaceId",
                table: "MovedWindows",
                columns: new[] { "EntryId", "PlaceId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_MovedWindows_PlaceId",
                table: "MovedWindows",
                column: "PlaceId");

            migrationBuilder.CreateIndex(
                name: "IX_SchoolLetters_AccountId_At",
                table: "SchoolLetters",
                columns: new[] { "AccountId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_Hats_Role_PlacePath",
                table: "Hats",
                columns: new[] { "Role", "PlacePath" });

            migrationBuilder.CreateIndex(
                name: "IX_SchoolLetters_SchoolId",
                table: "SchoolLetters",
                column: "SchoolId");

            migrationBuilder.AddForeignKey(
                name: "FK_FamilyThreads_SchoolLetters_LetterId",
                table: "FamilyThreads",
                column: "LetterId",
                principalTable: "SchoolLetters",
                principalColumn: "Id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Hats_Role_PlacePath",
                table: "Hats");

            migrationBuilder.DropForeignKey(
                name: "FK_FamilyThreads_SchoolLetters_LetterId",
                table: "FamilyThreads");

            migrationBuilder.DropTable(
                name: "CouncilUploads");

            migrationBuilder.DropTable(
                name: "MovedWindows");

            migrationBuilder.DropTable(
                name: "SchoolLetters");

            migrationBuilder.DropIndex(
                name: "IX_FamilyThreads_LetterId_PupilId_AccountId",
                table: "FamilyThreads");

            migrationBuilder.DropColumn(
                name: "LetterId",
                table: "FamilyThreads");

            migrationBuilder.DropColumn(
                name: "SeenAt",
                table: "FamilyThreads");

            migrationBuilder.DropColumn(
                name: "TakenBackAt",
                table: "FamilyThreads");

            migrationBuilder.DropColumn(
                name: "MoveDays",
                table: "CalendarEntries");

            migrationBuilder.AlterColumn<long>(
                name: "GuardianId",
                table: "FamilyThreads",
                type: "bigint",
                nullable: false,
                defaultValue: 0L,
                oldClrType: typeof(long),
                oldType: "bigint",
                oldNullable: true);
        }
    }
}
