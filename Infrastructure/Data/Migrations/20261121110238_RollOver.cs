using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class RollOver : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "ClassMoves",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    EnrollmentId = table.Column<long>(type: "bigint", nullable: false),
                    PupilId = table.Column<long>(type: "bigint", nullable: false),
                    FromClassId = table.Column<int>(type: "int", nullable: true),
                    ToClassId = table.Column<int>(type: "int", nullable: false),
                    StartsOn = table.Column<DateOnly>(type: "date", nullable: false),
                    Reason = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    ByAccountId = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<DateTime>(type: "datetime(6)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ClassMoves", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "NextSchools",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    LevelCode = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: false, collation: "utf8mb4_bin"),
                    ToSchoolId = table.Column<int>(type: "int", nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_NextSchools", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "RollOverFixes",
                columns: table => new
                {
                    RollOverId = table.Column<int>(type: "int", nullable: false),
                    EnrollmentId = table.Column<long>(type: "bigint", nullable: false),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    End = table.Column<byte>(type: "tinyint unsigned", nullable: false),
                    LevelCode = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: false, collation: "utf8mb4_bin"),
                    StreamCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    ToSchoolId = table.Column<int>(type: "int", nullable: true),
                    Reason = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RollOverFixes", x => new { x.RollOverId, x.EnrollmentId });
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "RollOverLines",
                columns: table => new
                {
                    RollOverId = table.Column<int>(type: "int", nullable: false),
                    EnrollmentId = table.Column<long>(type: "bigint", nullable: false),
                    PupilId = table.Column<long>(type: "bigint", nullable: false),
                    End = table.Column<byte>(type: "tinyint unsigned", nullable: false),
                    Obstacle = table.Column<byte>(type: "tinyint unsigned", nullable: false),
                    LevelCode = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: false, collation: "utf8mb4_bin"),
                    StreamCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    ToSchoolId = table.Column<int>(type: "int", nullable: true),
                    IsFixed = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    NextEnrollmentId = table.Column<long>(type: "bigint", nullable: true),
                    FormerState = table.Column<int>(type: "int", nullable: true),
                    FormerVersion = table.Column<int>(type: "int", nullable: true),
                    IsDone = table.Column<bool>(type: "tinyint(1)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RollOverLines", x => new { x.RollOverId, x.EnrollmentId });
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "RollOvers",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    FromYear = table.Column<int>(type: "int", nullable: false),
                    State = table.Column<byte>(type: "tinyint unsigned", nullable: false),
                    CheckedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    RunAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    RunByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    UndoneAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Orders = table.Column<int>(type: "int", nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RollOvers", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "Structures",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    SchoolYearId = table.Column<int>(type: "int", nullable: false),
                    State = table.Column<byte>(type: "tinyint unsigned", nullable: false),
                    SentAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Structures", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "StructureSteps",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    StructureId = table.Column<int>(type: "int", nullable: false),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    State = table.Column<byte>(type: "tinyint unsigned", nullable: false),
                    ByAccountId = table.Column<long>(type: "bigint", nullable: false),
                    Role = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: false, collation: "utf8mb4_bin"),
                    At = table.Column<DateTime>(type: "datetime(6)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StructureSteps", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "StructureLines",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    StructureId = table.Column<int>(type: "int", nullable: false),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    LevelCode = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: false, collation: "utf8mb4_bin"),
                    StreamCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    ProposedPupils = table.Column<int>(type: "int", nullable: false),
                    ProposedClasses = table.Column<int>(type: "int", nullable: false),
                    Pupils = table.Column<int>(type: "int", nullable: false),
                    Classes = table.Column<int>(type: "int", nullable: false),
                    Note = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    State = table.Column<byte>(type: "tinyint unsigned", nullable: false),
                    Remark = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StructureLines", x => x.Id);
                    table.ForeignKey(
                        name: "FK_StructureLines_Structures_StructureId",
                        column: x => x.StructureId,
                        principalTable: "Structures",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_ClassMoves_EnrollmentId",
                table: "ClassMoves",
                column: "EnrollmentId");

            migrationBuilder.CreateIndex(
                name: "IX_ClassMoves_FromClassId",
                table: "ClassMoves",
                column: "FromClassId");

            migrationBuilder.CreateIndex(
                name: "IX_ClassMoves_ToClassId",
                table: "ClassMoves",
                column: "ToClassId");

            migrationBuilder.CreateIndex(
                name: "IX_NextSchools_SchoolId_LevelCode",
                table: "NextSchools",
                columns: new[] { "SchoolId", "LevelCode" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_RollOverLines_EnrollmentId",
                table: "RollOverLines",
                column: "EnrollmentId");

            migrationBuilder.CreateIndex(
                name: "IX_RollOverLines_RollOverId_Obstacle",
                table: "RollOverLines",
                columns: new[] { "RollOverId", "Obstacle" });

            migrationBuilder.CreateIndex(
                name: "IX_RollOvers_SchoolId_FromYear",
                table: "RollOvers",
                columns: new[] { "SchoolId", "FromYear" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_StructureLines_StructureId_LevelCode_StreamCode",
                table: "StructureLines",
                columns: new[] { "StructureId", "LevelCode", "StreamCode" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Structures_SchoolId_SchoolYearId",
                table: "Structures",
                columns: new[] { "SchoolId", "SchoolYearId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_StructureSteps_StructureId",
                table: "StructureSteps",
                column: "StructureId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ClassMoves");

            migrationBuilder.DropTable(
                name: "NextSchools");

            migrationBuilder.DropTable(
                name: "RollOverFixes");

            migrationBuilder.DropTable(
                name: "RollOverLines");

            migrationBuilder.DropTable(
                name: "RollOvers");

            migrationBuilder.DropTable(
                name: "StructureLines");

            migrationBuilder.DropTable(
                name: "StructureSteps");

            migrationBuilder.DropTable(
                name: "Structures");
        }
    }
}
