using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class LessonsAndAudiences : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "PK_PublishedResults",
                table: "PublishedResults");

            migrationBuilder.AddColumn<byte>(
                name: "Audience",
                table: "PublishedResults",
                type: "tinyint unsigned",
                nullable: false,
                defaultValue: (byte)0);

            migrationBuilder.AddColumn<DateTime>(
                name: "LaterAt",
                table: "Assessments",
                type: "datetime(6)",
                nullable: true);

            migrationBuilder.AddColumn<byte>(
                name: "LaterFor",
                table: "Assessments",
                type: "tinyint unsigned",
                nullable: false,
                defaultValue: (byte)0);

            migrationBuilder.AddPrimaryKey(
                name: "PK_PublishedResults",
                table: "PublishedResults",
                columns: new[] { "PupilId", "SchoolYearId", "Semester", "SubjectCode", "PublishAt", "Audience" });

            migrationBuilder.CreateTable(
                name: "LessonResources",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    LevelCode = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: false, collation: "utf8mb4_bin"),
                    StreamCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    SubjectCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    SubjectAr = table.Column<string>(type: "varchar(80)", maxLength: 80, nullable: false),
                    SubjectFr = table.Column<string>(type: "varchar(80)", maxLength: 80, nullable: false),
                    TitleAr = table.Column<string>(type: "varchar(150)", maxLength: 150, nullable: true),
                    TitleFr = table.Column<string>(type: "varchar(150)", maxLength: 150, nullable: true),
                    Chapter = table.Column<string>(type: "varchar(150)", maxLength: 150, nullable: true),
                    Rights = table.Column<byte>(type: "tinyint unsigned", nullable: false),
                    RightsNote = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    OfferedByAccountId = table.Column<long>(type: "bigint", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    State = table.Column<byte>(type: "tinyint unsigned", nullable: false),
                    StateSince = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    PublishedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    JudgedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    Reason = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LessonResources", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "ResourceVariants",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    PublicId = table.Column<Guid>(type: "char(36)", nullable: false),
                    ResourceId = table.Column<long>(type: "bigint", nullable: false),
                    Kind = table.Column<byte>(type: "tinyint unsigned", nullable: false),
                    Length = table.Column<int>(type: "int", nullable: false),
                    ContentType = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: true, collation: "utf8mb4_bin"),
                    Hash = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: true, collation: "utf8mb4_bin"),
                    AddedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    AddedByAccountId = table.Column<long>(type: "bigint", nullable: false),
                    ReadyAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    RemovedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ResourceVariants", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ResourceVariants_LessonResources_ResourceId",
                        column: x => x.ResourceId,
                        principalTable: "LessonResources",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "ResourcePieces",
                columns: table => new
                {
                    VariantId = table.Column<long>(type: "bigint", nullable: false),
                    Number = table.Column<int>(type: "int", nullable: false),
                    Bytes = table.Column<byte[]>(type: "longblob", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ResourcePieces", x => new { x.VariantId, x.Number });
                    table.ForeignKey(
                        name: "FK_ResourcePieces_ResourceVariants_VariantId",
                        column: x => x.VariantId,
                        principalTable: "ResourceVariants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_LessonResources_LevelCode_StreamCode_State_SubjectCode_Publi~",
                table: "LessonResources",
                columns: new[] { "LevelCode", "StreamCode", "State", "SubjectCode", "PublishedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_LessonResources_OfferedByAccountId_State",
                table: "LessonResources",
                columns: new[] { "OfferedByAccountId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_LessonResources_State_StateSince",
                table: "LessonResources",
                columns: new[] { "State", "StateSince" });

            migrationBuilder.CreateIndex(
                name: "IX_ResourceVariants_AddedByAccountId_AddedAt",
                table: "ResourceVariants",
                columns: new[] { "AddedByAccountId", "AddedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_ResourceVariants_PublicId",
                table: "ResourceVariants",
                column: "PublicId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ResourceVariants_ResourceId",
                table: "ResourceVariants",
                column: "ResourceId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ResourcePieces");

            migrationBuilder.DropTable(
                name: "ResourceVariants");

            migrationBuilder.DropTable(
                name: "LessonResources");

            migrationBuilder.DropPrimaryKey(
                name: "PK_PublishedResults",
                table: "PublishedResults");

            migrationBuilder.DropColumn(
                name: "Audience",
                table: "PublishedResults");

            migrationBuilder.DropColumn(
                name: "LaterAt",
                table: "Assessments");

            migrationBuilder.DropColumn(
                name: "LaterFor",
                table: "Assessments");

            migrationBuilder.AddPrimaryKey(
                name: "PK_PublishedResults",
                table: "PublishedResults",
                columns: new[] { "PupilId", "SchoolYearId", "Semester", "SubjectCode", "PublishAt" });
        }
    }
}
