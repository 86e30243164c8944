using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class StaffFiles : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "StaffFileTransfers",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    OpenKey = table.Column<long>(type: "bigint", nullable: true),
                    FromOfficeId = table.Column<int>(type: "int", nullable: false),
                    FromPath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    ToOfficeId = table.Column<int>(type: "int", nullable: false),
                    ToPath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    Cause = table.Column<int>(type: "int", nullable: false),
                    Reason = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    State = table.Column<int>(type: "int", nullable: false),
                    OpenedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    SentAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    ReceivedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    ClosedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Until = table.Column<DateOnly>(type: "date", nullable: false),
                    RemindedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    SlipId = table.Column<long>(type: "bigint", nullable: true),
                    ReceiptId = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StaffFileTransfers", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "StaffFilePages",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    TransferId = table.Column<long>(type: "bigint", nullable: false),
                    Order = table.Column<int>(type: "int", nullable: false),
                    Code = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: true, collation: "utf8mb4_bin"),
                    Title = table.Column<string>(type: "varchar(120)", maxLength: 120, nullable: true),
                    IsDigital = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    Count = table.Column<int>(type: "int", nullable: false),
                    Note = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    Result = table.Column<int>(type: "int", nullable: false),
                    ResultNote = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    Answer = table.Column<int>(type: "int", nullable: false),
                    AnswerNote = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StaffFilePages", x => x.Id);
                    table.ForeignKey(
                        name: "FK_StaffFilePages_StaffFileTransfers_TransferId",
                        column: x => x.TransferId,
                        principalTable: "StaffFileTransfers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "StaffFileSteps",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    TransferId = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    What = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    AccountId = table.Column<long>(type: "bigint", nullable: true),
                    OfficeId = table.Column<int>(type: "int", nullable: true),
                    Remark = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StaffFileSteps", x => x.Id);
                    table.ForeignKey(
                        name: "FK_StaffFileSteps_StaffFileTransfers_TransferId",
                        column: x => x.TransferId,
                        principalTable: "StaffFileTransfers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_StaffFilePages_TransferId_Order",
                table: "StaffFilePages",
                columns: new[] { "TransferId", "Order" });

            migrationBuilder.CreateIndex(
                name: "IX_StaffFileSteps_TransferId",
                table: "StaffFileSteps",
                column: "TransferId");

            migrationBuilder.CreateIndex(
                name: "IX_StaffFileTransfers_EmployeeId",
                table: "StaffFileTransfers",
                column: "EmployeeId");

            migrationBuilder.CreateIndex(
                name: "IX_StaffFileTransfers_FromPath_State",
                table: "StaffFileTransfers",
                columns: new[] { "FromPath", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_StaffFileTransfers_OpenKey",
                table: "StaffFileTransfers",
                column: "OpenKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_StaffFileTransfers_ToPath_State",
                table: "StaffFileTransfers",
                columns: new[] { "ToPath", "State" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "StaffFilePages");

            migrationBuilder.DropTable(
                name: "StaffFileSteps");

            migrationBuilder.DropTable(
                name: "StaffFileTransfers");
        }
    }
}
