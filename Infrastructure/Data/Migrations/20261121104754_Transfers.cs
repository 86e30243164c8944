using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class Transfers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Enrollments_PupilId_SchoolYearId_SchoolId",
                table: "Enrollments");

            migrationBuilder.CreateTable(
                name: "PupilCorrections",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    PupilId = table.Column<long>(type: "bigint", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    Proof = table.Column<int>(type: "int", nullable: false),
                    ProofReference = table.Column<string>(type: "varchar(60)", maxLength: 60, nullable: false),
                    ProofOn = table.Column<DateOnly>(type: "date", nullable: false),
                    Reason = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: false),
                    Changes = table.Column<string>(type: "varchar(4000)", maxLength: 4000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PupilCorrections", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "TransferEvents",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    TransferId = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    What = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    State = table.Column<int>(type: "int", nullable: false),
                    Role = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: true, collation: "utf8mb4_bin"),
                    AccountId = table.Column<long>(type: "bigint", nullable: true),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    Remark = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TransferEvents", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "Transfers",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    PupilId = table.Column<long>(type: "bigint", nullable: false),
                    LiveKey = table.Column<long>(type: "bigint", nullable: true),
                    SchoolYearId = table.Column<int>(type: "int", nullable: false),
                    EnrollmentId = table.Column<long>(type: "bigint", nullable: false),
                    FromSchoolId = table.Column<int>(type: "int", nullable: false),
                    FromDirectorateId = table.Column<int>(type: "int", nullable: false),
                    ToSchoolId = table.Column<int>(type: "int", nullable: false),
                    ToDirectorateId = table.Column<int>(type: "int", nullable: false),
                    LevelCode = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: false, collation: "utf8mb4_bin"),
                    StreamCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    KindCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    ReasonCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    Reason = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    AskedBy = table.Column<int>(type: "int", nullable: false),
                    AskedByAccountId = table.Column<long>(type: "bigint", nullable: false),
                    AskedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    StateSince = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    DueOn = table.Column<DateOnly>(type: "date", nullable: true),
                    Objection = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    MarksEntered = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    AbsencesEntered = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    Property = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    Debts = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    JoinedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    NewEnrollmentId = table.Column<long>(type: "bigint", nullable: true),
                    DocumentId = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Transfers", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_Enrollments_PupilId_SchoolYearId_SchoolId_EnteredOn",
                table: "Enrollments",
                columns: new[] { "PupilId", "SchoolYearId", "SchoolId", "EnteredOn" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PupilCorrections_PupilId_At",
                table: "PupilCorrections",
                columns: new[] { "PupilId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_TransferEvents_TransferId_At",
                table: "TransferEvents",
                columns: new[] { "TransferId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_Transfers_FromDirectorateId_StateSince",
                table: "Transfers",
                columns: new[] { "FromDirectorateId", "StateSince" });

            migrationBuilder.CreateIndex(
                name: "IX_Transfers_FromSchoolId_StateSince",
                table: "Transfers",
                columns: new[] { "FromSchoolId", "StateSince" });

            migrationBuilder.CreateIndex(
                name: "IX_Transfers_LiveKey",
                table: "Transfers",
                column: "LiveKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Transfers_PupilId_AskedAt",
                table: "Transfers",
                columns: new[] { "PupilId", "AskedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Transfers_ToDirectorateId_StateSince",
                table: "Transfers",
                columns: new[] { "ToDirectorateId", "StateSince" });

            migrationBuilder.CreateIndex(
                name: "IX_Transfers_ToSchoolId_StateSince",
                table: "Transfers",
                columns: new[] { "ToSchoolId", "StateSince" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "PupilCorrections");

            migrationBuilder.DropTable(
                name: "TransferEvents");

            migrationBuilder.DropTable(
                name: "Transfers");

            migrationBuilder.DropIndex(
                name: "IX_Enrollments_PupilId_SchoolYearId_SchoolId_EnteredOn",
                table: "Enrollments");

            migrationBuilder.CreateIndex(
                name: "IX_Enrollments_PupilId_SchoolYearId_SchoolId",
                table: "Enrollments",
                columns: new[] { "PupilId", "SchoolYearId", "SchoolId" },
                unique: true);
        }
    }
}
