using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class PupilMerges : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "PupilMerges",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    KeptId = table.Column<long>(type: "bigint", nullable: false),
                    OtherId = table.Column<long>(type: "bigint", nullable: false),
                    LiveKey = table.Column<long>(type: "bigint", nullable: true),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    OtherPlaceId = table.Column<int>(type: "int", nullable: true),
                    OfficeId = table.Column<int>(type: "int", nullable: true),
                    Proof = table.Column<int>(type: "int", nullable: false),
                    ProofReference = table.Column<string>(type: "varchar(60)", maxLength: 60, nullable: false),
                    ProofOn = table.Column<DateOnly>(type: "date", nullable: false),
                    Reason = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: false),
                    ProposedByAccountId = table.Column<long>(type: "bigint", nullable: false),
                    ProposedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    DecidedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    DecidedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    DecidedReason = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    UndoneByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    UndoneAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    UndoneReason = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    Changes = table.Column<string>(type: "longtext", nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PupilMerges", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_PupilMerges_KeptId",
                table: "PupilMerges",
                column: "KeptId");

            migrationBuilder.CreateIndex(
                name: "IX_PupilMerges_LiveKey",
                table: "PupilMerges",
                column: "LiveKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PupilMerges_OfficeId_ProposedAt",
                table: "PupilMerges",
                columns: new[] { "OfficeId", "ProposedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_PupilMerges_OtherPlaceId_ProposedAt",
                table: "PupilMerges",
                columns: new[] { "OtherPlaceId", "ProposedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_PupilMerges_PlaceId_ProposedAt",
                table: "PupilMerges",
                columns: new[] { "PlaceId", "ProposedAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "PupilMerges");
        }
    }
}
