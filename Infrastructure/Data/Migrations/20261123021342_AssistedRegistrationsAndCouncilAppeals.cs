using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class AssistedRegistrationsAndCouncilAppeals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "CouncilAppeals",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    CouncilId = table.Column<int>(type: "int", nullable: false),
                    PupilId = table.Column<long>(type: "bigint", nullable: false),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    SchoolYearId = table.Column<int>(type: "int", nullable: false),
                    Semester = table.Column<int>(type: "int", nullable: false),
                    State = table.Column<byte>(type: "tinyint unsigned", nullable: false),
                    StateSince = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    AskedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    AskedByAccountId = table.Column<long>(type: "bigint", nullable: false),
                    Reason = table.Column<string>(type: "varchar(1000)", maxLength: 1000, nullable: false),
                    PaperId = table.Column<long>(type: "bigint", nullable: true),
                    MinutesVersion = table.Column<int>(type: "int", nullable: false),
                    Decision = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: true, collation: "utf8mb4_bin"),
                    Honour = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: true, collation: "utf8mb4_bin"),
                    Remark = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    SeizedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    SeizedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    AnsweredAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    AnsweredByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    Answer = table.Column<string>(type: "varchar(1000)", maxLength: 1000, nullable: true),
                    AnsweredByMinutes = table.Column<int>(type: "int", nullable: true),
                    LiveKey = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: true, collation: "utf8mb4_bin"),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CouncilAppeals", x => x.Id);
                    table.ForeignKey(
                        name: "FK_CouncilAppeals_Councils_CouncilId",
                        column: x => x.CouncilId,
                        principalTable: "Councils",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_CouncilAppeals_Pupils_PupilId",
                        column: x => x.PupilId,
                        principalTable: "Pupils",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_CouncilAppeals_StoredFiles_PaperId",
                        column: x => x.PaperId,
                        principalTable: "StoredFiles",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "RegistrationDeskDrafts",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    PublicId = table.Column<Guid>(type: "char(36)", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    SchoolYearId = table.Column<int>(type: "int", nullable: false),
                    Language = table.Column<string>(type: "varchar(5)", maxLength: 5, nullable: false, collation: "utf8mb4_bin"),
                    Answers = table.Column<string>(type: "longtext", nullable: false),
                    ChildAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    ChildLatin = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    SchoolId = table.Column<int>(type: "int", nullable: true),
                    ZoneSchoolId = table.Column<int>(type: "int", nullable: true),
                    BegunAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    TouchedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    CodePhone = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: true, collation: "utf8mb4_bin"),
                    CodeHash = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: true, collation: "utf8mb4_bin"),
                    CodeAskedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    IsOtherChild = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    Tries = table.Column<int>(type: "int", nullable: false),
                    RegistrationId = table.Column<long>(type: "bigint", nullable: true),
                    ConfirmedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    DocumentId = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RegistrationDeskDrafts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_RegistrationDeskDrafts_Places_PlaceId",
                        column: x => x.PlaceId,
                        principalTable: "Places",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "RegistrationDeskUploads",
                columns: table => new
                {
                    DraftId = table.Column<long>(type: "bigint", nullable: false),
                    Topic = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: false, collation: "utf8mb4_bin"),
                    PublicId = table.Column<Guid>(type: "char(36)", nullable: false),
                    Kind = table.Column<int>(type: "int", nullable: false),
                    ContentType = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: false, collation: "utf8mb4_bin"),
                    Bytes = table.Column<byte[]>(type: "longblob", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RegistrationDeskUploads", x => new { x.DraftId, x.Topic });
                    table.ForeignKey(
                        name: "FK_RegistrationDeskUploads_RegistrationDeskDrafts_DraftId",
                        column: x => x.DraftId,
                        principalTable: "RegistrationDeskDrafts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_CouncilAppeals_CouncilId",
                table: "CouncilAppeals",
                column: "CouncilId");

            migrationBuilder.CreateIndex(
                name: "IX_CouncilAppeals_LiveKey",
                table: "CouncilAppeals",
                column: "LiveKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_CouncilAppeals_PaperId",
                table: "CouncilAppeals",
                column: "PaperId");

            migrationBuilder.CreateIndex(
                name: "IX_CouncilAppeals_PupilId_CouncilId",
                table: "CouncilAppeals",
                columns: new[] { "PupilId", "CouncilId" });

            migrationBuilder.CreateIndex(
                name: "IX_CouncilAppeals_SchoolId_State_AskedAt",
                table: "CouncilAppeals",
                columns: new[] { "SchoolId", "State", "AskedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_CouncilAppeals_SchoolYearId_State",
                table: "CouncilAppeals",
                columns: new[] { "SchoolYearId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_RegistrationDeskDrafts_PlaceId_RegistrationId_TouchedAt",
                table: "RegistrationDeskDrafts",
                columns: new[] { "PlaceId", "RegistrationId", "TouchedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_RegistrationDeskDrafts_TouchedAt",
                table: "RegistrationDeskDrafts",
                column: "TouchedAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "CouncilAppeals");

            migrationBuilder.DropTable(
                name: "RegistrationDeskUploads");

            migrationBuilder.DropTable(
                name: "RegistrationDeskDrafts");
        }
    }
}
